"""Names without end, in any direction and from any clipboard: they stay in their place, and so does what stands beside them."""

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, running
from krug import CAST
from people import field, press

LONG = "Щ" * 2000
HEBREW = "שלום!"

# What is wider than the window, or stands beside it without being scrolled to.
STICKING = """() => {
  const width = document.documentElement.clientWidth;
  const isCut = (element) => {
    for (let at = element.parentElement; at; at = at.parentElement) if (getComputedStyle(at).overflowX !== 'visible') return true;
    return false;
  };
  const out = [...document.querySelectorAll('body *')].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && box.height && (box.right > width + 1 || box.left < -1) && !isCut(element);
  }).map((element) => `${element.tagName}.${element.className}`);
  return document.documentElement.scrollWidth > width ? ['the page', ...out] : out;
}"""

# Whether the first letter of a text stands right of its last one, as its direction wants.
IS_TURNED = """(element) => {
  const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
  const at = (place) => {
    const range = document.createRange();
    range.setStart(text, place);
    range.setEnd(text, place + 1);
    return range.getBoundingClientRect().left;
  };
  return at(0) > at(text.data.trimEnd().length - 1);
}"""


@pytest.fixture(scope="module")
def krug():
    """A server of its own: names without end are in nobody's way."""
    yield from running(None)


def test_a_name_without_end_keeps_to_its_place(visits, krug):
    me = krug.user("administrator")
    company = krug.make("companies", title=LONG, owner=me)
    deal = krug.make("deals", title=LONG, company=company, owner=me)
    krug.make("tags", title=LONG)
    view = krug.make("saved_views", object="deal", title="Щ" * 100, filter="owner = me", audience="personal")
    krug.make("activities", subject=LONG, kind="task", about={"object": "deal", "id": deal}, owner=me, due_at="2020-01-01T10:00:00Z")
    krug.make("activities", body=LONG, kind="note", about={"object": "deal", "id": deal})
    krug.make("comments", text=f"@[{CAST['administrator'].name}] {LONG}", about={"object": "deal", "id": deal})
    pages = [
        f"/deals/{deal}", f"/companies/{company}", f"/deals/{deal}/edit", f"/deals/{deal}/history", f"/deals?view={view}&sort=-id", "/deals/board",
        f"/deals/merge?id={deal}", "/activities?sort=-id", "/tags?sort=-id", "/", "/notifications", "/search?q=ЩЩЩЩ", f"/deals?filter=id = {deal}&group=company",
    ]
    found = []
    for size, options in (("desk", {}), ("phone", {"viewport": PHONE, "has_touch": True, "is_mobile": True})):
        page = visits.open(krug, "administrator", **options)
        for address in pages:
            page.goto(address)
            found += [f"{size} {address}: {what}" for what in page.evaluate(STICKING)]
        # The name leaves room for what one came for.
        page.goto(f"/deals/{deal}")
        assert page.locator(".record__title").bounding_box()["height"] < 120
        assert page.locator(".record__actions").bounding_box()["y"] < (DESK if size == "desk" else PHONE)["height"]
        page.keyboard.press("Control+k")
        page.locator(".palette__input").fill("ЩЩЩЩ")
        expect(page.locator(".palette__item", has_text="ЩЩЩЩ").first).to_be_visible()
        found += [f"{size} palette: {what}" for what in page.evaluate(STICKING)]
    assert not found, "\n".join(found)
    # One that is longer still is refused beside its field, and stays.
    page.goto("/companies/new")
    field(page, "Название").fill("Я" * 10_000)
    press(page, "Создать")
    expect(page.locator(".field__error")).to_contain_text("Не более 2000 символов")
    assert len(field(page, "Название").input_value()) == 10_000


def test_a_name_is_read_in_its_own_direction(visits, krug):
    company = krug.make("companies", title=HEBREW)
    deal = krug.make("deals", title=HEBREW, company=company)
    page = visits.open(krug, "administrator")
    places = {
        f"/deals?filter=id = {deal}": ["tbody .table__title a", 'tbody td[data-label="Компания"] :text("שלום")'],
        f"/deals/{deal}": [".record__title", ".facts__value a"],
        "/search?q=שלום": ["main a :text('שלום')"],
    }
    for address, marks in places.items():
        page.goto(address)
        for mark in marks:
            assert page.locator(mark).first.evaluate(IS_TURNED), f"{address} {mark}"
    # The number behind the name stays behind it.
    page.goto(f"/deals/{deal}")
    title, number = page.locator(".record__title").bounding_box(), page.locator(".record__subtitle").bounding_box()
    assert title["x"] + title["width"] <= number["x"]
    page.goto(f"/deals/{deal}/edit")
    assert field(page, "Название").evaluate("(input) => getComputedStyle(input).direction") == "rtl"


def test_what_was_copied_from_a_page_comes_as_text(visits, krug):
    deal = krug.make("deals", title="Вставка из браузера")
    page = visits.open(krug, "administrator", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/deals/{deal}")
    page.evaluate("""() => navigator.clipboard.write([new ClipboardItem({
      'text/html': new Blob(['<b>Жирно</b><table><tr><td>1'], { type: 'text/html' }),
      'text/plain': new Blob(['Жирно <b>и</b> 👩‍👩‍👧'], { type: 'text/plain' }),
    })])""")
    box = page.locator(".composer__text:visible")
    box.focus()
    page.keyboard.press("Control+v")
    expect(box).to_have_value("Жирно <b>и</b> 👩‍👩‍👧")
    box.press("Control+Enter")
    expect(page.locator(".timeline__body").first).to_have_text("Жирно <b>и</b> 👩‍👩‍👧")
