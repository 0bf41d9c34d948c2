"""Who works here: teams, and users who may come in no longer."""

from playwright.sync_api import expect

from krug import PASSWORD
from people import fact, field, pick, press, sign_in

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
