"""Views of lists: kept, changed, set back, on a desk and on a phone."""

import re

from playwright.sync_api import expect

from conftest import PHONE
from krug import roubles
from people import undo


def deals(krug, mark: str) -> None:
    for number in (1, 2, 3):
        krug.make("deals", title=f"{mark} {number}", amount=roubles(number * 1000))


def test_a_list_is_kept_as_a_view_changed_and_set_back(visits, engine):
    deals(engine, "Вид")
    page = visits.open(engine, "administrator")
    page.goto('/deals?filter=title starts with "Вид" and amount >= 2000')
    page.locator("summary", has_text="Сохранить вид").click()
    form = page.locator(".menu__form:visible")
    form.get_by_label("Название").fill("Крупные")
    form.get_by_label("Для кого").select_option(label="Для всех")
    form.get_by_role("button", name="Сохранить").click()
    tab = page.get_by_role("navigation", name="Представления").get_by_role("link", name="Крупные")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(page.locator(".table__row")).to_have_count(2)

    page.get_by_role("link", name="Сумма", exact=True).click()
    expect(page).to_have_url(re.compile("view=.*sort=amount"))
    page.get_by_role("link", name="Вернуть", exact=True).click()
    expect(page).not_to_have_url(re.compile("sort="))
    expect(page.get_by_role("button", name="Сохранить", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Сумма", exact=True).click()
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Сумма")
    expect(page.get_by_role("link", name="Вернуть", exact=True)).to_have_count(0)
    undo(page)
    expect(page.get_by_role("link", name="Вернуть", exact=True)).to_be_visible()

    colleague = visits.open(engine, "head")
    colleague.goto("/deals?filter=")
    colleague.get_by_role("navigation", name="Представления").get_by_role("link", name="Крупные").click()
    expect(colleague).to_have_url(re.compile("view="))


def test_a_view_is_kept_on_a_phone_and_shown_as_a_board(visits, krug):
    deals(krug, "Тел")
    page = visits.open(krug, "salesperson", viewport=PHONE, has_touch=True)
    page.goto("/deals/board?filter=amount >= 2000")
    page.locator("summary", has_text="Сохранить вид").click()
    form = page.locator(".menu__form:visible")
    form.get_by_label("Название").fill("Моя доска")
    form.get_by_role("button", name="Сохранить").click()
    expect(page).to_have_url(re.compile("/deals/board\\?view="))
    expect(page.get_by_role("link", name="Моя доска")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_view_without_a_name_is_asked_for_again_without_scripts(visits, krug):
    page = visits.open(krug, "salesperson", java_script_enabled=False)
    page.goto("/deals?filter=amount >= 2000")
    page.locator("summary", has_text="Сохранить вид").click()
    form = page.locator(".menu__form:visible")
    form.get_by_label("Название").fill(" ")
    form.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".field--invalid")).to_contain_text("Заполните")
    page.get_by_label("Название").fill("Без скриптов")
    page.locator("main").get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("link", name="Без скриптов")).to_be_visible()
