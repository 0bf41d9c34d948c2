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


def test_an_administrator_has_fields_computed(visits, engine):
    page = visits.open(engine, "administrator")
    page.goto("/settings/fields/new?object=deal")
    page.get_by_role("link", name="Формула").click()
    field(page, "Название").first.fill("Премия")
    field(page, "Формула").fill('ЕСЛИ(status = "won"; amunt * 10 %; BLANK())')
    press(page, "Создать")
    expect(page.locator(".field--wide", has_text="символ 22: поля «amunt»")).to_be_visible()
    field(page, "Формула").fill(field(page, "Формула").input_value().replace("amunt", "amount"))
    page.get_by_text("Функции", exact=True).click()
    expect(page.get_by_text("ОКРУГЛ(x; 2)")).to_be_visible()
    press(page, "Создать")
    expect(page.locator(".related", has_text="Премия")).to_contain_text("amount * 10 %")

    page.goto("/settings/fields/new?object=company")
    page.get_by_role("link", name="Сводка").click()
    page.get_by_role("link", name="Сделки: Компания").click()
    field(page, "Название").first.fill("Сколько сделок")
    field(page, "Что вычислять").select_option(label="Сколько их")
    press(page, "Создать")
    expect(page.locator(".related", has_text="Сколько сделок")).to_be_visible()

    page.goto("/companies/new")
    field(page, "Название").fill("ООО «Счёты»")
    press(page, "Создать")
    company = page.url
    expect(fact(page, "Сколько сделок")).to_contain_text("0")
    page.goto(f"/deals/new?company={company.rsplit('/', 1)[1].split('?')[0]}")
    expect(page.locator("[name=premiya]")).to_have_count(0)
    field(page, "Название").fill("Костяшки")
    field(page, "Сумма").fill("1000")
    press(page, "Создать")
    press(page, "Выиграть")
    expect(fact(page, "Премия")).to_contain_text("100")
    page.goto(company)
    expect(fact(page, "Сколько сделок")).to_contain_text("1")
