"""Views of lists: kept, changed, set back, on a desk and on a phone."""

import datetime
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


def test_the_same_deals_are_told_by_time(visits, engine):
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=3))).date()
    for title, days in (("Давно пора", -40), ("На этой неделе", 0), ("Через три недели", 21)):
        engine.make("deals", title=title, source="Время", expected_close=(today + datetime.timedelta(days)).isoformat())
    page = visits.open(engine, "administrator")
    page.goto('/deals?filter=source = "Время"')
    page.locator("summary", has_text="Представления").click()
    page.get_by_role("link", name="То же по времени").click()
    rows = page.locator("tbody tr[data-href] .table__title")
    expect(rows).to_have_text(["На этой неделе", "Через три недели"])
    expect(page.locator("[aria-current=date]")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator("tbody tr[data-href]").first).to_be_focused()
    now = page.url
    page.get_by_role("link", name="Раньше").click()
    expect(page).not_to_have_url(now)
    late = page.locator(".table__group").first.get_by_role("link").first
    late.press("Enter")
    expect(rows.first).to_have_text("Давно пора")
    page.reload()
    expect(rows.first).to_have_text("Давно пора")

    page.locator("summary", has_text="Сохранить вид").click()
    form = page.locator(".menu__form:visible")
    form.get_by_label("Название").fill("По срокам")
    form.get_by_role("button", name="Сохранить").click()
    expect(page).to_have_url(re.compile("layout=timeline"))
    page.goto("/deals")
    page.get_by_role("link", name="По срокам").click()
    expect(rows.last).to_have_text("Через три недели")


def test_a_thumb_goes_through_a_timeline(visits, krug):
    krug.make("deals", title="Срок на телефоне", source="Палец", expected_close=datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=3))).date().isoformat())
    page = visits.open(krug, "administrator", viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    page.goto('/deals?layout=timeline&filter=source = "Палец"')
    row = page.locator("tbody tr", has_text="Срок на телефоне")
    expect(row).to_be_visible()
    page.locator(".table__toggle").first.tap()
    expect(row).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_view_of_a_field_that_was_hidden_opens_without_it(visits, krug):
    made = krug.api("POST", "custom_fields", {"object": "company", "label": "Цвет вывески", "type": "text"})["data"]
    name = made["name"]
    krug.make("companies", title="Видно и без поля")
    view = krug.make("saved_views", object="company", title="По вывеске", filter=f'{name} = "красная"', columns=f"title,{name}", audience="personal")
    krug.api("PATCH", f"custom_fields/{made['id']}", {"hidden": True}, **{"If-Match": "*"})
    page = visits.open(krug, "administrator")
    page.goto(f"/companies?view={view}")
    expect(page.locator(".notice")).to_contain_text("Показано без этого")
    expect(page.get_by_role("link", name="Видно и без поля")).to_be_visible()
    # An address that somebody sent leads on as well, by one key.
    page.goto(f'/companies?filter={name} = "красная"')
    page.get_by_role("link", name="Открыть без этих условий").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Компании")
    phone = visits.open(krug, "administrator", viewport=PHONE, has_touch=True, is_mobile=True, locale="en-US")
    phone.goto(f"/companies?view={view}")
    phone.locator(".notice").get_by_role("button").first.tap()
    expect(phone.locator(".notice")).to_have_count(0)
