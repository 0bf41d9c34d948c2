"""Coming in, going out, and what happens to a form whose session has ended."""

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
    expect(page.get_by_role("heading", name="Вход")).to_be_visible()
