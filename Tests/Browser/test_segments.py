"""Segments chosen by hand: rows of a list go in together and come out by undo."""

from playwright.sync_api import expect

from people import field, press, undo


def test_chosen_rows_go_into_a_segment(visits, engine):
    for number in (1, 2, 3):
        engine.make("companies", title=f"Выбор {number}")
    page = visits.open(engine, "salesperson")
    page.goto('/companies?filter=title starts with "Выбор"&sort=title')
    rows = page.locator(".table__row")
    expect(page.locator(".bulk-bar")).to_be_hidden()
    rows.nth(0).locator("input[type=checkbox]").check()
    rows.nth(2).locator("input[type=checkbox]").check()
    page.locator(".bulk-bar").get_by_role("button", name="В сегмент").click()
    expect(page.locator("main")).to_contain_text("Записей: 2")
    field(page, "Или новый").fill("На выставку")
    press(page, "Добавить")
    expect(page.locator(".chip").first).to_contain_text("Сегмент: На выставку")
    expect(rows).to_have_count(2)
    undo(page)
    expect(page.locator("main")).to_contain_text("Сегмента")
