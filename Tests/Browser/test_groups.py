"""Lists in groups, with figures below, without an end."""

import re

import pytest
from playwright.sync_api import Page, expect

from conftest import PHONE
from krug import roubles


@pytest.fixture(scope="module")
def many(sqlite):
    """A list of several pages, and its company."""
    company = sqlite.make("companies", title="АО «Конвейер»")
    for number in range(1, 131):
        source = "Выставка" if number % 2 else "Звонок"
        sqlite.make("deals", title=f"Партия {number:03}", company=company, amount=roubles(number * 100), source=source)
    return f"/deals?filter=company = {company}&sort=title&columns=title,amount,source"


def rows(page: Page):
    return page.locator("tbody tr[data-href]")


def test_a_list_is_grouped_opened_and_summed(page, many):
    page.goto(many)
    page.get_by_role("link", name="Группы и итоги").click()
    form = page.locator(".chip__panel")
    form.get_by_label("Группировать по").select_option(label="Источник")
    form.get_by_label("Сумма").select_option(label="Среднее")
    form.get_by_role("button", name="Применить").click()
    expect(page).to_have_url(re.compile("group=source.*foot=amount(:|%3A)avg"))
    heads = page.locator(".table__group")
    expect(heads).to_have_count(2)
    expect(heads.first).to_contain_text("422 500 ₽")
    expect(page.locator("tfoot")).to_contain_text("Среднее 6 550 ₽")
    toggle = heads.first.get_by_role("link").first
    toggle.press("Enter")
    expect(rows(page)).to_have_count(50)
    expect(toggle).to_have_attribute("aria-expanded", "true")
    page.get_by_role("link", name="Следующие").click()
    expect(rows(page)).to_have_count(65)
    page.reload()
    expect(rows(page)).to_have_count(50)
    page.locator(".table__group").first.get_by_role("link").first.click()
    expect(rows(page)).to_have_count(0)
    expect(page).not_to_have_url(re.compile("open="))

    page.locator("summary", has_text="Сохранить вид").click()
    kept = page.locator(".menu__form:visible")
    kept.get_by_label("Название").fill("По источникам")
    kept.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("link", name="По источникам")).to_have_attribute("aria-current", "page")
    expect(page.locator(".table__group")).to_have_count(2)


def test_without_scripts_groups_open_and_totals_are_a_page(visits, sqlite, many):
    page = visits.open(sqlite, "administrator", java_script_enabled=False)
    page.goto(f"{many}&group=source&foot=amount:max")
    page.locator(".table__group").nth(1).get_by_role("link").first.click()
    expect(rows(page)).to_have_count(50)
    page.get_by_role("link", name="Показать итоги").click()
    expect(page.get_by_role("row", name="Сумма")).to_contain_text("Максимум: 13 000 ₽")
    page.goto(many)
    page.get_by_role("link", name="Следующие").click()
    expect(rows(page).first).to_contain_text("Партия 051")


def test_a_list_goes_on_when_its_end_is_near_and_back_leads_to_the_place(page, many):
    page.goto(many)
    expect(rows(page)).to_have_count(50)
    page.keyboard.press("j")
    for size in (100, 130):
        page.evaluate("document.querySelector('.table-frame').scrollTop = 1e6")
        expect(rows(page)).to_have_count(size)
    expect(page.locator(".pagination__summary")).to_have_text("Показано: 130")
    expect(page.get_by_role("link", name="Следующие")).to_have_count(0)
    expect(rows(page).first).to_be_focused()
    row = page.locator("tr", has_text="Партия 120")
    row.get_by_role("link", name="Партия 120").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Партия 120")
    page.go_back()
    expect(rows(page)).to_have_count(130)
    expect(row).to_be_in_viewport()


def test_a_list_whose_columns_were_taken_away_says_so_and_leads_to_the_present_one(visits, krug):
    made = krug.api("POST", "custom_fields", {"object": "product", "label": "Grade", "label_ru": "Марка", "type": "text"})["data"]
    krug.api("POST", "batch", {"operations": [
        {"op": "create", "object": "product", "values": {"title": f"Прокат {number:02}", made["name"]: "Ст3"}} for number in range(60)]})
    address = f'/products?filter=title starts with "Прокат"&sort=title&columns=title,{made["name"]}'
    page, phone = visits.open(krug, "administrator"), visits.open(krug, "administrator", viewport=PHONE, has_touch=True, is_mobile=True)
    for window in (page, phone):
        window.goto(address)
        expect(rows(window)).to_have_count(50)
    krug.api("PATCH", f"custom_fields/{made['id']}", {"hidden": True}, **{"If-Match": "*"})
    page.evaluate("document.querySelector('.table-frame').scrollTop = 1e6")
    page.locator(".pagination__summary").get_by_role("link", name="Обновить список").press("Enter")
    page.get_by_role("link", name="Открыть без этих условий").press("Enter")
    expect(page.locator("th[data-column]").first).to_contain_text("Название")

    # The next page comes under other heads: no row goes below a head that is not its own.
    phone.route(re.compile("after="), lambda route: route.continue_(url=re.sub("columns=[^&]*", "columns=title", route.request.url)))
    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(phone.get_by_role("status").filter(has_text="Столбцы этого списка изменились.")).to_be_visible()
    expect(rows(phone)).to_have_count(50)
    expect(phone.get_by_role("link", name="Обновить список")).to_be_visible()


def test_on_a_phone_the_list_goes_on_too(visits, sqlite, many):
    page = visits.open(sqlite, "administrator", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(many)
    expect(rows(page)).to_have_count(50)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(rows(page)).to_have_count(100)


def test_a_very_long_list_keeps_few_rows_and_scrolls_back(page, sqlite):
    for number in range(1, 561):
        sqlite.make("products", title=f"Виток {number:04}")
    page.goto('/products?filter=title starts with "Виток"&sort=title')
    frame = "document.querySelector('.table-frame')"
    for _ in range(11):
        before = page.locator(".pagination__summary").text_content()
        page.evaluate(f"{frame}.scrollTop = 1e9")
        if page.get_by_role("link", name="Следующие").count():
            expect(page.locator(".pagination__summary")).not_to_have_text(before)
    expect(page.locator(".pagination__summary")).to_have_text("Показано: 560")
    assert rows(page).count() <= 410
    height = page.evaluate(f"{frame}.scrollHeight")
    page.evaluate(f"{frame}.scrollTop = 0")
    expect(rows(page).first).to_contain_text("Виток 0001")
    expect(rows(page)).to_have_count(400)
    assert abs(page.evaluate(f"{frame}.scrollHeight") - height) < 80
    page.evaluate(f"{frame}.scrollTop = 1e9")
    expect(rows(page).last).to_contain_text("Виток 0560")

    # Back leads into the middle of it: only what was in sight is asked for.
    last = page.locator("tr", has_text="Виток 0555")
    last.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Виток 0555")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "after=" in request.url else None)
    page.go_back()
    expect(last).to_be_in_viewport()
    assert len(asked) <= 9
    expect(page.locator(".pagination__summary")).to_have_text("Показано: 560")
    assert abs(page.evaluate(f"{frame}.scrollHeight") - height) < 80
    page.evaluate(f"{frame}.scrollTop = 0")
    expect(rows(page).first).to_contain_text("Виток 0001")
    expect(rows(page).nth(60)).to_be_visible()


def test_on_a_phone_sums_of_groups_say_of_what_and_boxes_stand_within_the_margin(visits, sqlite, many):
    page = visits.open(sqlite, "administrator", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{many}&group=source")
    assert page.locator(".table__group td.num").first.evaluate("e => getComputedStyle(e, '::before').content") == '"Сумма"'
    page.goto(many)
    edge = page.locator(".table__check .checkbox").nth(1).evaluate("e => e.getBoundingClientRect().right")
    title = page.locator("tbody .table__title").first.evaluate("e => e.getBoundingClientRect().left")
    assert abs(PHONE["width"] - edge - title) < 1, "as far from the right as the title from the left"
