"""A field of one's own: made in the settings, filled in a form, seen in the list."""

from playwright.sync_api import expect

from people import fact, field, press


def test_an_administrator_makes_a_field_and_fills_it(visits, engine):
    page = visits.open(engine, "administrator")
    page.goto("/settings")
    page.get_by_role("link", name="Поля").click()
    page.get_by_role("link", name="Новое поле").click()
    page.get_by_role("link", name="Выбор").click()
    field(page, "Название").first.fill("Накал")
    field(page, "Варианты").fill("Горячий | red\nХолодный | blue")
    press(page, "Создать")
    expect(page.locator(".related", has_text="Накал")).to_contain_text("nakal")

    page.goto("/companies/new")
    field(page, "Название").fill("ООО «Пыл»")
    field(page, "Накал").select_option(label="Горячий")
    press(page, "Создать")
    expect(fact(page, "Накал")).to_contain_text("Горячий")

    page.goto("/settings/fields")
    page.locator(".related", has_text="Накал").get_by_role("button", name="Скрыть").click()
    expect(page.locator(".related", has_text="Накал")).to_contain_text("Скрыто")
    page.goto("/companies/new")
    expect(page.get_by_label("Накал")).to_have_count(0)
    page.goto("/settings/fields")
    page.locator(".related", has_text="Накал").get_by_role("button", name="Вернуть").click()
    page.goto("/companies")
    page.get_by_role("link", name="ООО «Пыл»").click()
    expect(fact(page, "Накал")).to_contain_text("Горячий")
