"""Who works here: teams, and users who may come in no longer."""

from playwright.sync_api import expect

from krug import PASSWORD
from people import column, fact, field, pick, press, sign_in

GUEST = "egor@krug.test"


def test_a_user_joins_a_team_and_is_shut_out_when_disabled(visits, krug):
    krug.command("user", "add", GUEST, "--name", "Егор Лапин", "--role", "salesperson", "--password-stdin", *krug.place, text=PASSWORD + "\n")
    page = visits.open(krug, "administrator")
    page.goto("/settings")
    page.get_by_role("link", name="Команды").click()
    page.get_by_role("link", name="Новая команда").first.click()
    field(page, "Название").fill("Север")
    press(page, "Создать")
    expect(page.get_by_role("heading", level=1)).to_have_text("Север")

    guest = visits.open(krug)
    sign_in(guest, GUEST, PASSWORD)
    page.goto("/users")
    page.get_by_role("link", name="Егор Лапин").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Егор Лапин")
    user = page.url
    page.keyboard.press("e")
    pick(page, "Команда", "Север")
    press(page, "Сохранить")
    expect(fact(page, "Команда")).to_have_text("Север")
    fact(page, "Команда").get_by_role("link", name="Север").click()
    expect(page.locator(".related__title")).to_have_text("Егор Лапин")

    page.goto(user.split("?")[0] + "/edit")
    page.get_by_label("Работает").uncheck()
    press(page, "Сохранить")
    expect(fact(page, "Работает")).to_have_text("Нет")
    guest.goto("/companies")
    expect(guest.get_by_role("heading", name="Вход")).to_be_visible()
    guest.get_by_label("Эл. почта").fill(GUEST)
    guest.get_by_label("Пароль").fill(PASSWORD)
    guest.get_by_role("button", name="Войти", exact=True).click()
    expect(guest.locator(".notice")).to_be_visible()


def newcomer(krug, email: str, role: str) -> int:
    """A user of this test alone, whose sessions and rights are nobody else's; the number."""
    krug.command("user", "add", email, "--name", email, "--role", role, "--password-stdin", *krug.place, text=PASSWORD + "\n")
    return krug.all("users", filter=f'email = "{email}"')[0]["id"]


def test_a_session_is_ended_from_another_one(visits, krug):
    newcomer(krug, "sessions@krug.test", "observer")
    here, there = visits.open(krug), visits.open(krug)
    for page in (here, there):
        sign_in(page, "sessions@krug.test", PASSWORD)
    here.goto("/profile")
    panel = here.locator(".panel", has_text="Где вы вошли")
    expect(panel.get_by_role("button", name="Завершить", exact=True)).to_have_count(1)
    panel.get_by_role("button", name="Завершить", exact=True).click()
    expect(panel.get_by_role("button", name="Завершить", exact=True)).to_have_count(0)
    there.goto("/people")
    expect(there.get_by_role("heading", name="Вход")).to_be_visible()
    here.goto("/people")
    expect(here.locator(".shell")).to_be_visible()
    visits.problems[:] = [problem for problem in visits.problems if "EventSource" not in problem]


def test_rights_that_are_taken_away_while_a_page_is_open_are_told(visits, krug):
    user = newcomer(krug, "rights@krug.test", "salesperson")
    deal = krug.make("deals", title="Права отняты", owner=user, stage=1)
    page = visits.open(krug)
    sign_in(page, "rights@krug.test", PASSWORD)
    board = page.context.new_page()
    board.goto("/deals/board?filter=owner = me")
    expect(board.locator("stage-board[data-ready] .card[data-move-url]")).to_have_count(1)
    page.goto(f"/deals?filter=id = {deal}&columns=title,source")
    cell = page.locator('tbody td[data-label="Источник"]')
    expect(page.locator("th[data-field=source]")).to_be_visible()
    expect(page.get_by_role("link", name="Новая сделка").first).to_be_visible()
    observer = krug.all("roles", filter='key = "observer"')[0]["id"]
    krug.api("PATCH", f"users/{user}", {"role": observer}, **{"If-Match": "*"})

    cell.evaluate("(cell) => { cell.tabIndex = -1; cell.focus(); }")
    page.keyboard.press("F2")
    expect(page.locator("undo-toast[role=alert]")).to_contain_text("не менять")
    # The page shows what one may do now, and says why no more.
    expect(page.locator("th[data-field=source]")).to_have_count(0)
    expect(page.locator(".page-head").get_by_role("link", name="Новая сделка")).to_have_count(0)
    cell.evaluate("(cell) => { cell.tabIndex = -1; cell.focus(); }")
    page.keyboard.press("F2")
    expect(page.locator("undo-toast[role=alert]")).to_contain_text("вы можете видеть, но не менять")

    board.bring_to_front()
    board.locator(".card").first.focus()
    board.keyboard.press("m")
    board.keyboard.press("2")
    expect(board.locator("undo-toast .toast__text")).to_contain_text("Эту запись вы можете видеть, но не менять.")
    expect(board.locator(".card[data-move-url]")).to_have_count(0)
    expect(column(board, "Новая").locator(".card", has_text="Права отняты")).to_be_visible()
