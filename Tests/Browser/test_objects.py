"""Objects and rules of one's own: made in the settings, used by a salesperson at once."""

from playwright.sync_api import expect

from people import fact, field, press


def test_an_administrator_makes_an_object_and_a_salesperson_uses_it(visits, engine):
    page = visits.open(engine, "administrator")
    page.goto("/settings")
    page.get_by_role("link", name="Объекты").click()
    page.get_by_role("link", name="Новый объект").first.click()
    field(page, "Название .один.").fill("Machine")
    field(page, "Название .несколько.").fill("Machines")
    field(page, "По-русски: один").fill("Машина")
    field(page, "Раздел навигации").fill("Парк")
    press(page, "Создать")
    line = page.locator(".related", has_text="Машины")
    expect(line).to_contain_text("/machines · x_machine")
    line.get_by_role("link", name="Поля").click()
    page.get_by_role("link", name="Новое поле").click()
    page.get_by_role("link", name="Оценка").click()
    field(page, "Название").first.fill("Состояние")
    press(page, "Создать")

    other = visits.open(engine, "salesperson")
    other.goto("/")
    other.get_by_role("link", name="Машины").first.click()
    other.get_by_role("link", name="Новая машина").first.click()
    field(other, "Название").first.fill("Погрузчик")
    field(other, "Состояние").select_option(label="★★★★☆")
    press(other, "Создать")
    expect(fact(other, "Состояние")).to_contain_text("★★★★☆")

    page.goto("/settings/objects")
    page.locator(".related", has_text="Машины").get_by_role("button", name="Скрыть").click()
    expect(page.locator(".related", has_text="Машины")).to_contain_text("Скрыто")
    other.goto("/")
    expect(other.get_by_role("link", name="Машины")).to_have_count(0)
    page.locator(".related", has_text="Машины").get_by_role("button", name="Вернуть").click()
    other.goto("/machines")
    expect(other.get_by_role("link", name="Погрузчик")).to_be_visible()


def test_a_form_shows_a_field_when_its_condition_is_met(visits, engine):
    page = visits.open(engine, "administrator")
    page.goto("/custom_fields/new?object=company&type=text")
    field(page, "Название").first.fill("Кем рекомендован")
    field(page, "Спрашивать, только когда").fill('city = "Пенза"')
    press(page, "Создать")
    page.goto("/companies/new")
    expect(field(page, "Кем рекомендован")).to_be_hidden()
    field(page, "Город").fill("Пенза")
    expect(field(page, "Кем рекомендован")).to_be_visible()
    field(page, "Город").fill("Тула")
    expect(field(page, "Кем рекомендован")).to_be_hidden()
