"""A link within the program changes what is within the frame. Whoever uses it notices nothing but that it is quick."""

from playwright.sync_api import Page, expect

from krug import CAST, PASSWORD, Krug
from people import sign_in


def rows(krug: Krug, name: str, count: int) -> list[int]:
    return [krug.make("companies", title=f"{name} {number:02}", city="Тверь") for number in range(1, count + 1)]


def mark(page: Page) -> None:
    page.evaluate("window.isSame = true")


def is_same(page: Page) -> bool:
    """Whether it is the document that was marked."""
    return page.evaluate("window.isSame === true")


def title(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def test_a_link_changes_the_page_and_back_leads_to_where_one_was(visits, krug):
    rows(krug, "Поворот", 60)
    page = visits.open(krug, "salesperson")
    page.goto("/companies?view=0&q=Поворот&sort=title")
    mark(page)
    last = page.locator(".table__row", has_text="Поворот 60")
    # The second page of the list comes as one scrolls.
    page.locator(".table__row", has_text="Поворот 50").scroll_into_view_if_needed()
    last.scroll_into_view_if_needed()
    last.get_by_role("link").first.click()
    title(page, "Поворот 60")
    assert is_same(page)
    expect(page).to_have_title("Поворот 60 · Krug")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator('.rail [aria-current="page"]')).to_have_text("Компании")
    page.locator(".rail").get_by_role("link", name="Контакты").click()
    expect(page.locator('.rail [aria-current="page"]')).to_have_text("Контакты")
    expect(page).to_have_url(f"{krug.address}/people")
    page.go_back()
    title(page, "Поворот 60")
    page.go_back()
    expect(last).to_be_in_viewport()
    page.go_forward()
    title(page, "Поворот 60")
    assert is_same(page)
    # What can be done is what can be done here.
    page.keyboard.press("Control+KeyK")
    expect(page.locator(".palette__group", has_text="На этой странице")).to_contain_text("Изменить")


def test_what_is_for_browsers_without_scripts_is_not_drawn(visits, krug):
    page = visits.open(krug, "administrator")
    krug.make("deals", title="С доски", stage=1)
    page.goto("/deals")
    mark(page)
    page.get_by_role("link", name="Доска").click()
    expect(page.locator(".card noscript").first).to_be_attached()
    expect(page.locator("noscript *")).to_have_count(0)
    assert is_same(page)


def test_what_is_saved_while_one_leaves_by_back_changes_no_other_page(visits, krug):
    one, other = rows(krug, "Назад", 2)
    page = visits.open(krug, "administrator")
    page.goto(f"/companies/{one}")
    mark(page)
    page.evaluate(f"location.assign('/companies/{other}')")
    title(page, "Назад 02")
    page.locator(".facts__row", has_text="Тверь").locator(".facts__value").click()
    page.locator("field-editor input:not([type=hidden])").first.fill("Клин")
    held = []
    page.route("**/edit*", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.go_back()
    title(page, "Назад 01")
    expect(page.locator("field-editor")).to_have_count(1)
    for route in held:
        route.continue_()
    expect(page.locator("field-editor")).to_have_count(0)
    assert krug.api("GET", f"companies/{other}")["data"]["city"] == "Клин"
    title(page, "Назад 01")
    expect(page.locator(".record__facts")).to_contain_text("Тверь")
    assert is_same(page)


def test_the_last_of_two_clicks_counts(visits, krug):
    page = visits.open(krug, "salesperson")
    held = []
    page.route("**/people", lambda route: held.append(route))
    page.goto("/")
    mark(page)
    rail = page.locator(".rail")
    rail.get_by_role("link", name="Контакты").click()
    expect(page.locator('main[aria-busy="true"]')).to_be_visible()
    rail.get_by_role("link", name="Компании").click()
    expect(page).to_have_url(f"{krug.address}/companies")
    title(page, "Компании")
    assert len(held) == 1 and is_same(page)
    page.unroute("**/people")
    rail.get_by_role("link", name="Контакты").click()
    title(page, "Контакты")


def test_what_was_typed_is_not_lost_by_a_link_or_by_back(visits, krug):
    page = visits.open(krug, "salesperson")
    page.goto("/companies")
    page.locator(".rail").get_by_role("link", name="Контакты").click()
    title(page, "Контакты")
    page.locator("main").get_by_role("link", name="Новый контакт").first.click()
    name = page.locator("main [name=last_name], main [name=name]").first
    name.fill("Недописанный")
    page.go_back()
    title(page, "Контакты")
    page.go_forward()
    expect(name).to_have_value("Недописанный")
    page.locator(".rail").get_by_role("link", name="Компании").click()
    title(page, "Компании")
    page.go_back()
    expect(name).to_have_value("Недописанный")


def test_whoever_was_signed_out_elsewhere_comes_to_the_door(visits, krug):
    page = visits.open(krug, None)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.context.clear_cookies()
    page.locator(".rail").get_by_role("link", name="Компании").click()
    expect(page.get_by_role("button", name="Войти", exact=True)).to_be_visible()


def test_others_changes_appear_on_the_page_that_was_turned_to(visits, krug):
    one, other = rows(krug, "Разворот", 2)
    page = visits.open(krug, "administrator")
    page.goto(f"/companies/{one}")
    page.goto("/companies?view=0&q=Разворот")
    mark(page)
    with page.expect_request(f"**/live?at=%2Fcompanies%2F{other}"):
        page.get_by_role("link", name="Разворот 02").click()
    colleague = visits.open(krug, "salesperson")
    colleague.goto(f"/companies/{other}")
    expect(page.locator(".presence")).not_to_be_empty()
    krug.api("PATCH", f"companies/{other}", {"city": "Калуга"}, **{"If-Match": "*"})
    expect(page.locator(".record__facts")).to_contain_text("Калуга")
    assert is_same(page)
