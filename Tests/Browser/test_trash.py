"""The recycle bin, on a desk and on a phone: bringing back, erasing for good."""

from playwright.sync_api import expect

from conftest import PHONE
from people import press


def test_deleted_records_are_brought_back_and_erased(visits, engine):
    for number in (1, 2, 3):
        deal = engine.make("deals", title=f"Корзина {number}")
        engine.api("DELETE", f"deals/{deal}", **{"If-Match": "*"})
    page = visits.open(engine, "administrator", viewport=PHONE, has_touch=True)
    page.goto("/trash?object=deal")
    page.get_by_label("Искать по названию").fill("корзина")
    press(page, "Поиск")
    rows = page.locator(".table__row")
    expect(rows).to_have_count(3)
    rows.filter(has_text="Корзина 1").locator("input").tap()
    press(page, "Вернуть")
    expect(page.locator("undo-toast")).to_contain_text("Сделка восстановлена")
    expect(page.locator("main")).not_to_contain_text("Корзина 1")
    rows.filter(has_text="Корзина 2").locator("input").tap()
    press(page, "Стереть навсегда")
    expect(page.locator("main")).to_contain_text("Вернуть это не сможет никто")
    press(page, "Стереть навсегда")
    expect(page.locator("main")).not_to_contain_text("Корзина 2")
    expect(page.locator("main")).to_contain_text("Корзина 3")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto('/deals?filter=title starts with "Корзина"')
    expect(page.locator(".table__row")).to_have_count(1)
