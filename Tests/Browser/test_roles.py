"""Roles: rights changed in the settings hold at once, and a record says who may see it and why."""

from playwright.sync_api import expect

from people import open_menu, undo


def test_an_administrator_closes_what_an_observer_sees(visits, engine):
    observer = visits.open(engine, "observer")
    observer.goto("/products")
    expect(observer.locator("h1")).to_contain_text("Товары")

    page = visits.open(engine, "administrator")
    page.goto("/settings")
    page.get_by_role("link", name="Роли Что").click()
    page.get_by_role("link", name="Наблюдатель").click()
    page.get_by_role("link", name="Изменить права").click()
    page.get_by_label("Товары: Видит", exact=True).select_option(label="по фильтру")
    filter = page.get_by_label("Товары: Видит, по фильтру")
    filter.fill("price >< 5")
    page.locator("main").get_by_role("button", name="Сохранить").click()
    expect(page.locator(".notice")).to_contain_text("price >< 5")
    expect(filter).to_have_value("price >< 5")
    page.get_by_label("Товары: Видит", exact=True).select_option(label="нет")
    page.locator("main").get_by_role("button", name="Сохранить").click()
    expect(page.locator(".table__row", has_text="Товары")).not_to_contain_text("все")
    observer.goto("/")
    expect(observer.get_by_role("link", name="Товары")).to_have_count(0)
    undo(page)
    expect(page.locator(".table__row", has_text="Товары")).to_contain_text("все")
    observer.goto("/")
    expect(observer.get_by_role("link", name="Товары").first).to_be_visible()


def test_a_record_says_who_has_access_and_why(visits, krug):
    deal = krug.make("deals", title="Кому видна", owner=krug.user("salesperson"))
    page = visits.open(krug, "administrator")
    page.goto(f"/deals/{deal}")
    open_menu(page)
    page.get_by_role("link", name="У кого доступ").click()
    expect(page.locator(".table__row", has_text="Наблюдатель").first).to_contain_text("все")
    expect(page.locator(".table__row", has_text="Менеджер по продажам").first).to_contain_text("свои")
