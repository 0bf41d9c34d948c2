"""Coming in, going out, and what happens to a form whose session has ended."""

import re

from playwright.sync_api import expect

from krug import CAST, PASSWORD
from people import field, press, sign_in


def test_a_wrong_password_is_told_and_the_right_one_lets_in(visits, engine):
    page = visits.open(engine)
    page.goto("/companies")
    expect(page).to_have_url(engine.address + "/sign-in?next=%2Fcompanies")
    page.get_by_label("Эл. почта").fill(CAST["head"].email)
    page.get_by_label("Пароль").fill("не тот пароль")
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.locator(".notice")).to_be_visible()
    expect(page.get_by_label("Эл. почта")).to_have_value(CAST["head"].email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Компании")


def test_the_language_is_switched_before_and_after_signing_in(visits, krug):
    page = visits.open(krug)
    page.goto("/sign-in")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_role("button", name="Русский").click()
    sign_in(page, CAST["observer"].email, PASSWORD)
    page.locator(".topbar__person").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".rail")).to_contain_text("Companies")
    page.locator(".topbar__person").click()
    page.get_by_role("button", name="Русский").click()
    expect(page.locator(".rail")).to_contain_text("Компании")


def test_signing_out_closes_the_pages(visits, krug):
    page = visits.open(krug)
    sign_in(page, CAST["observer"].email, PASSWORD)
    page.locator(".topbar__person").click()
    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_role("heading", name="Вход")).to_be_visible()
    page.goto("/companies")
    expect(page.get_by_role("heading", name="Вход")).to_be_visible()


def test_what_was_typed_outlives_the_session(visits, engine):
    page = visits.open(engine)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.goto("/companies/new")
    field(page, "Название").fill("ООО «Терпение»")
    field(page, "Город").fill("Вологда")
    page.context.clear_cookies(name="krug_session")
    press(page, "Создать")
    expect(page.locator(".notice")).to_contain_text("Сеанс закончился")
    page.get_by_label("Эл. почта").fill(CAST["salesperson"].email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ООО «Терпение»")
    expect(page.locator(".record__facts")).to_contain_text("Вологда")


def test_a_session_that_was_ended_elsewhere_leads_to_the_sign_in_page(visits, krug):
    page = visits.open(krug)
    sign_in(page, CAST["observer"].email, PASSWORD)
    page.context.clear_cookies(name="krug_session")
    page.keyboard.press("/")
    page.keyboard.type("ромашка")
    with page.context.expect_page() as opened:
        page.get_by_role("dialog", name="Сеанс закончился").get_by_role("link", name="Войти").click()
    expect(opened.value.get_by_role("heading", name="Вход")).to_be_visible()
    visits.problems[:] = [problem for problem in visits.problems if "EventSource" not in problem]


def sign_in_beside(page, email):
    """Signs in in another tab, where the window leads that says the session has ended; returns that window and the tab."""
    asked = page.locator("dialog[open]", has_text="Сеанс закончился")
    with page.context.expect_page() as opened:
        asked.get_by_role("link", name="Войти").press("Enter")
    other = opened.value
    other.get_by_label("Эл. почта").fill(email)
    other.get_by_label("Пароль").fill(PASSWORD)
    other.keyboard.press("Enter")
    expect(other.locator(".shell")).to_be_visible()
    return asked, other


def test_what_is_written_in_cells_and_windows_outlives_the_session_too(visits, krug):
    email = CAST["salesperson"].email
    deal = krug.make("deals", title="Пережила сеанс", owner=krug.user("salesperson"))
    page = visits.open(krug)
    sign_in(page, email, PASSWORD)
    page.goto(f"/deals?filter=id = {deal}&columns=title,source")
    cell = page.locator('tbody td[data-label="Источник"]')
    cell.click()
    editor = page.locator("field-editor input.input")
    editor.fill("Выставка")
    page.context.clear_cookies(name="krug_session")
    editor.press("Enter")
    asked, other = sign_in_beside(page, email)
    # Back in the first tab it goes on by itself.
    expect(cell).to_have_text("Выставка")
    expect(asked).to_have_count(0)

    # A window over the page: whoever does not sign in keeps what was typed.
    page.keyboard.press("c")
    title = page.locator("dialog.quick .input[name=title]")
    title.fill("Насос «Не пропадёт»")
    page.context.clear_cookies(name="krug_session")
    title.press("Control+Enter")
    asked.get_by_role("button", name="Отмена").click()
    expect(title).to_have_value("Насос «Не пропадёт»")
    expect(page.locator("dialog.quick [role=alert]")).to_contain_text("Введённое не пропало")
    sign_in(other, email, PASSWORD)
    title.press("Control+Enter")
    expect(page.locator("undo-toast")).to_contain_text("Сделка создана")

    # A page from before one signed in again sends its form all the same, after a question.
    page.goto("/activities/new")
    field(page, "Тема").fill("Из старой вкладки")
    page.context.clear_cookies(name="krug_session")
    sign_in(other, email, PASSWORD)
    press(page, "Создать")
    expect(page.get_by_role("heading", level=1)).to_have_text("Вы вошли как Вера Туманова")
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Из старой вкладки")
    # The stream of news was turned away meanwhile, as it should.
    visits.problems[:] = [problem for problem in visits.problems if "EventSource" not in problem]


def test_a_chosen_file_outlives_the_session_too(visits, krug):
    email = CAST["administrator"].email
    page = visits.open(krug)
    sign_in(page, email, PASSWORD)
    page.goto("/import")
    page.locator("main [type=file]").set_input_files(
        {"name": "companies.csv", "mimeType": "text/csv", "buffer": "Название\nООО «Не потерялась»\n".encode()})
    page.context.set_offline(True)
    press(page, "Далее")
    expect(page.locator("undo-toast")).to_contain_text("Нет связи")
    page.context.set_offline(False)
    page.context.clear_cookies(name="krug_session")
    press(page, "Далее")
    sign_in_beside(page, email)
    # Back in the first tab the file goes its way by itself.
    expect(page).to_have_url(re.compile(r"/import/\d+"))
    expect(page.locator("main")).to_contain_text("Не потерялась")
    visits.problems[:] = [problem for problem in visits.problems if "EventSource" not in problem]


def test_what_runs_behind_a_page_asks_nobody_and_whoever_else_signs_in_is_told_of(visits, krug):
    page = visits.open(krug)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.goto("/companies/new")
    page.context.clear_cookies(name="krug_session")
    name = field(page, "Название")
    with page.expect_response(lambda answer: answer.status == 401):
        name.press_sequentially("ООО «Тихо»")
    page.keyboard.type(" и дальше")
    expect(name).to_have_value("ООО «Тихо» и дальше")
    asked = page.locator("dialog[open]", has_text="Сеанс закончился")
    expect(asked).to_have_count(0)
    # What one waits for asks, and goes by none of the keys that were meant for something else.
    name.blur()
    page.keyboard.press("/")
    page.keyboard.type("ромашка")
    expect(asked.get_by_role("heading")).to_be_focused()
    page.keyboard.press("Space")
    other = page.context.new_page()
    sign_in(other, CAST["observer"].email, PASSWORD)
    page.bring_to_front()
    expect(asked).to_contain_text("Здесь вошёл другой человек")
    visits.problems[:] = [problem for problem in visits.problems if "EventSource" not in problem]
