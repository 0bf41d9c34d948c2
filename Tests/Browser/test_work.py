"""Notes and tasks, the home page, search, users."""

import re

from playwright.sync_api import expect

from krug import CAST
from people import field, open_menu, press


def test_a_note_and_a_task_are_written_and_done(visits, engine):
    deal = engine.make("deals", title="Сделка с делами", owner=engine.user("salesperson"))
    page = visits.open(engine, "salesperson")
    page.goto(f"/deals/{deal}")
    page.locator(".composer__text:visible").fill("Ждут нас в четверг.\nПропуск заказан.")
    page.locator(".composer").get_by_role("button", name="Сохранить").click()
    expect(page.locator(".timeline")).to_contain_text("Пропуск заказан.")

    page.keyboard.press("t")
    expect(page.locator(".composer__text:visible")).to_be_focused()
    page.keyboard.type("Отвезти образцы")
    page.locator("[name=due_at]:visible").fill("2020-01-01T10:00")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline").first).to_contain_text("Отвезти образцы")

    page.goto("/")
    task = page.locator(".tasks__line", has_text="Отвезти образцы")
    expect(task).to_contain_text("Просрочено")
    expect(task).to_contain_text("Сделка с делами")
    task.get_by_role("button", name=re.compile("Готово")).click()
    expect(page.locator("undo-toast")).to_contain_text("Дело сделано")
    expect(task).to_have_count(0)


def test_search_finds_parts_of_names_and_the_wrong_layout(visits, engine):
    engine.make("people", name="Добронравова Светлана Юрьевна", phones=["+79161234567"])
    page = visits.open(engine, "administrator")
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator(".palette__input")).to_be_focused()
    for typed in ("нравова", "lj,hjyhfdjd", "1234567", "добронравова светлана"):
        page.locator(".palette__input").fill(typed)
        expect(page.locator(".palette__item", has_text="Добронравова Светлана Юрьевна")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.locator(".palette__input").fill("светлана доброн")
    expect(page.locator('.palette__item[aria-selected="true"]')).to_contain_text("Добронравова")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Добронравова Светлана Юрьевна")


def test_places_and_actions_are_found_too(page):
    page.goto("/")
    page.keyboard.press("Control+k")
    page.locator(".palette__input").fill("новая комп")
    page.locator(".palette__item", has_text="Новая компания").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Новая компания")


def test_an_invited_user_sets_a_password_and_works(visits, krug):
    page = visits.open(krug, "administrator")
    page.goto("/users/new")
    field(page, "Имя").fill("Дина Новикова")
    field(page, "Эл. почта").fill("dina@krug.test")
    field(page, "Роль").select_option(label="Менеджер по продажам")
    press(page, "Создать")
    open_menu(page)
    page.get_by_role("button", name="Ссылка-приглашение").click()
    link = page.locator("[name=link]").input_value()

    guest = visits.open(krug)
    guest.goto(link)
    expect(guest.get_by_role("heading", level=1)).to_have_text("Здравствуйте, Дина Новикова")
    guest.get_by_label("Новый пароль").fill("12345678")
    guest.get_by_role("button").first.click()
    expect(guest.locator(".field__error")).to_be_visible()
    guest.get_by_label("Новый пароль").fill("ветер-лодка-51-сосна")
    guest.get_by_role("button").first.click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Дина")
    again = visits.open(krug)
    again.goto(link)
    expect(again.get_by_role("heading", level=1)).to_have_text("Ссылка больше не действует")


def test_the_keys_of_a_page_are_told(page):
    page.goto("/companies")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#shortcuts")).to_contain_text("Следующая строка")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("/deals/board$"))


def test_the_theme_is_chosen_and_kept(page):
    page.goto("/")
    page.locator(".topbar__person").click()
    page.get_by_role("button", name="Тёмное").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/companies")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("color-scheme", "dark")


def test_a_token_is_shown_once(page):
    page.goto("/profile")
    page.get_by_label("Для чего он?").fill("Склад")
    page.get_by_role("button", name="Создать токен").click()
    expect(page.locator(".secret")).to_contain_text("krug_")
    page.goto("/profile")
    expect(page.locator(".secret")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Склад")
    assert CAST["administrator"].name in page.locator("[name=name]").first.input_value()
