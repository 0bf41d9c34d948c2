"""The past: a record as of an action of its history, the version given back, and what changed."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import expect

from krug import roubles
from people import fact, undo


def test_a_version_is_seen_given_back_and_the_return_undone(visits, engine):
    deal = engine.make("deals", title="Как было", amount=roubles(5_000))
    engine.api("PATCH", f"deals/{deal}", {"title": "Как стало", "amount": roubles(9_000)}, **{"If-Match": "*"})
    page = visits.open(engine, "administrator")
    page.goto(f"/deals/{deal}")
    made = page.locator(".timeline__entry", has_text="Сделка создана")
    made.locator(".timeline__menu summary").click()
    made.get_by_role("link", name="Показать на этот момент").click()
    expect(page.locator(".past-bar")).to_contain_text("Как было на")
    expect(page.get_by_role("heading", level=1)).to_have_text("Как было")
    expect(page.locator(".composer")).to_have_count(0)

    page.get_by_role("button", name="Вернуть эту версию").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Как было")
    expect(fact(page, "Сумма")).to_have_text("5 000 ₽")
    undo(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Как стало")

    page.goto("/deals/board")
    page.locator("summary", has_text="На дату…").click()
    page.get_by_role("link", name="Что изменилось").click()
    expect(page.locator("#added")).to_be_visible()
    # Other tests make many deals.
    address = urlsplit(page.url)
    page.goto(f"{address.path}?{urlencode(dict(parse_qsl(address.query)) | {'filter': f'id = {deal}'})}")
    expect(page.locator("#added")).to_contain_text("Как стало")
    page.locator("#added").get_by_role("link", name="Как стало").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Как стало")
