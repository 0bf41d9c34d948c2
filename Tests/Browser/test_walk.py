"""From record to record within the list one came from, and a glance into a record without leaving the list."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from conftest import PHONE
from krug import CAST, PASSWORD
from people import sign_in


def companies(engine, name: str) -> list[int]:
    return [engine.make("companies", title=f"{name} {number}", city=f"Город {number}") for number in (1, 2, 3)]


def open_list(page, name: str):
    page.goto(f'/companies?filter=title starts with "{name}"&sort=-title')
    page.wait_for_function("!!customElements.get('list-view')")
    return page.locator(".table__row")


def title(page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_keys_and_links_walk_the_list_one_came_from(visits, engine):
    companies(engine, "Ряд")
    page = visits.open(engine, "salesperson")
    open_list(page, "Ряд").nth(1).get_by_role("link").first.click()
    title(page, "Ряд 2")
    page.keyboard.press("Control+ArrowDown")
    title(page, "Ряд 1")
    expect(page.locator(".record__walk [rel=next]")).to_have_count(0)
    # The address knows the list, so it can be loaded again and passed on.
    assert "sort=-title" in parse_qs(urlsplit(page.url).query)["list"][0]
    page.reload()
    page.keyboard.press("Control+ArrowUp")
    title(page, "Ряд 2")
    page.get_by_role("link", name="Предыдущая запись списка").click()
    title(page, "Ряд 3")
    page.locator(".record__list").click()
    expect(page.locator(".table__row")).to_have_count(3)
    expect(page.locator(".chip").first).to_contain_text("Ряд")


def test_a_record_that_one_did_not_find_in_a_list_has_no_neighbours(visits, krug):
    one = companies(krug, "Один")[0]
    page = visits.open(krug, "salesperson")
    page.goto(f"/companies/{one}")
    expect(page.locator(".record__walk")).to_have_count(0)
    page.goto(f"/companies/{one}?list=filter%3Dnonsense%2B%2B")
    title(page, "Один 1")
    expect(page.locator(".record__walk")).to_have_count(0)


def test_the_list_is_walked_without_scripts(visits, krug):
    companies(krug, "Тропа")
    page = visits.open(krug, java_script_enabled=False)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.goto('/companies?filter=title starts with "Тропа"&sort=title')
    page.get_by_role("link", name="Тропа 1").click()
    page.get_by_role("link", name="Следующая запись списка").click()
    page.get_by_role("link", name="Следующая запись списка").click()
    title(page, "Тропа 3")


def test_space_looks_into_a_row_and_the_focus_comes_back(visits, engine):
    companies(engine, "Взгляд")
    page = visits.open(engine, "salesperson")
    rows = open_list(page, "Взгляд")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    panel = page.locator("dialog.peek[open]")
    expect(panel.locator(".peek__title")).to_have_text("Взгляд 3")
    expect(panel).to_contain_text("Город 3")
    expect(panel).to_contain_text("Компания создана")
    page.keyboard.press("ArrowDown")
    expect(panel.locator(".peek__title")).to_have_text("Взгляд 2")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(rows.nth(1)).to_be_focused()
    # A link has it too, and it leads on.
    rows.nth(2).get_by_role("link").first.focus()
    page.keyboard.press("Space")
    expect(panel.locator(".peek__title")).to_have_text("Взгляд 1")
    panel.get_by_role("link", name="Открыть").click()
    title(page, "Взгляд 1")


def test_a_long_touch_opens_it_from_below(visits, krug):
    companies(krug, "Касание")
    page = visits.open(krug, "salesperson", viewport=PHONE, is_mobile=True, has_touch=True)
    rows = open_list(page, "Касание")
    rows.first.get_by_role("link").first.evaluate("""(link) => link.dispatchEvent(
        new PointerEvent('contextmenu', { bubbles: true, cancelable: true, pointerType: 'touch' }))""")
    panel = page.locator("dialog.peek[open]")
    expect(panel.locator(".peek__title")).to_have_text("Касание 3")
    box = panel.bounding_box()
    assert round(box["width"]) == PHONE["width"] and box["y"] > 100 and abs(box["y"] + box["height"] - PHONE["height"]) < 2
    panel.get_by_role("button", name="Закрыть").tap()
    expect(panel).to_have_count(0)
