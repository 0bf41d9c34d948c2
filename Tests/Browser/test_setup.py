"""The first start: whoever has the code from the program's output becomes the first administrator."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from krug import PASSWORD, Krug
from people import field


@pytest.fixture
def fresh():
    """A krug in which nobody works yet."""
    krug = Krug()
    try:
        krug.start()
        yield krug
    finally:
        krug.stop()


def test_the_first_administrator_comes_in_by_the_code(visits, fresh):
    code = re.search(r"([0-9A-Z]{4}-){6}[0-9A-Z]{4}", (Path(fresh.folder.name) / "log").read_text()).group()
    page = visits.open(fresh)
    page.goto("/setup")
    for label, text in (("Одноразовый код", "AAAA-BBBB"), ("Ваше имя", "Майя Первая"), ("Эл. почта", "maya@krug.test")):
        page.get_by_label(label).fill(text)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Начать").click()
    expect(page.locator(".field__error")).to_be_visible()
    expect(page.get_by_label("Ваше имя")).to_have_value("Майя Первая")

    page.get_by_label("Одноразовый код").fill(code)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Начать").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Майя")
    steps = page.locator(".first-steps__step")
    expect(steps).to_have_count(4)
    expect(page.locator(".first-steps__step--done")).to_have_count(0)

    # An empty list says what it is for, and lets one try.
    page.get_by_role("link", name="Компании").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Компании")
    expect(page.locator(".empty")).to_contain_text("Компании — это те, кому вы продаёте")
    page.get_by_role("link", name="Попробовать на примере").click()
    expect(page.get_by_label("Название")).to_have_value("ООО «Ромашка»")
    page.keyboard.press("Control+Enter")
    expect(page.locator("undo-toast")).to_contain_text("Компания создана")
    page.goto("/")
    expect(page.locator(".first-steps__step--done")).to_have_text(re.compile("Перенесите своих клиентов"))
    steps.nth(2).get_by_role("link", name="Новая сделка").click()
    page.get_by_label("Название").fill("Первая сделка")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Первая сделка")
    page.goto("/")
    expect(page.locator(".first-steps__step--done")).to_have_count(2)
    page.get_by_role("button", name="Не показывать").click()
    expect(steps).to_have_count(0)
    page.goto("/notifications")
    page.get_by_label("Первые шаги на главной странице").check()
    page.locator("main").get_by_role("button", name="Сохранить").click()
    page.goto("/")
    expect(steps).to_have_count(4)

    page.goto("/settings")
    expect(page.get_by_role("link", name="Пользователи")).to_be_visible()

    late = visits.open(fresh)
    late.goto("/setup")
    expect(late.get_by_role("heading", name="Вход")).to_be_visible()
    late.goto("/sign-in")
    late.get_by_label("Эл. почта").fill("maya@krug.test")
    late.get_by_label("Пароль").fill(PASSWORD)
    late.get_by_role("button", name="Войти", exact=True).click()
    expect(late.locator(".shell")).to_be_visible()


def test_a_new_user_is_given_a_role_by_choice(visits, krug):
    page = visits.open(krug, "administrator")
    page.goto("/users/new")
    expect(field(page, "Роль")).to_have_value("")
