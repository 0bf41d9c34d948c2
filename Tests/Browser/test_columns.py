"""The columns of a list, at their heads: moved, made wider, hidden."""

import re

import pytest
from playwright.sync_api import Page, expect

from krug import roubles


@pytest.fixture(scope="module")
def one(sqlite):
    sqlite.make("deals", title="Столбец", amount=roubles(1000), source="Выставка")
    return '/deals?filter=title = "Столбец"&columns=title,amount,source,owner'


def titles(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("th[data-column]").all_text_contents()]


def head(page: Page, name: str):
    return page.locator("th[data-column]", has_text=name)


def test_columns_are_moved_and_hidden_by_keys(page, one):
    page.goto(one)
    head(page, "Сумма").locator("a").focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page).to_have_url(re.compile("columns=title(,|%2C)source(,|%2C)amount(,|%2C)owner"))
    expect(head(page, "Сумма").locator("a")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(head(page, "Ответственный").locator("a")).to_be_focused()
    head(page, "Источник").click(button="right")
    menu = page.get_by_role("dialog", name="Источник")
    expect(menu.get_by_role("button", name="Столбец левее")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("button", name="Скрыть столбец")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("columns=title(,|%2C)amount(,|%2C)owner"))
    assert titles(page) == ["Название", "Сумма", "Ответственный"]


def test_a_column_is_dragged_to_its_place_and_widened_at_its_edge(page, one):
    page.goto(one)
    begin, end = head(page, "Ответственный").bounding_box(), head(page, "Сумма").bounding_box()
    page.mouse.move(begin["x"] + 20, begin["y"] + 12)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 12, steps=6)
    expect(page.locator("th[data-target]")).to_contain_text("Сумма")
    page.mouse.up()
    expect(page).to_have_url(re.compile("columns=title(,|%2C)owner(,|%2C)amount(,|%2C)source"))
    assert titles(page) == ["Название", "Ответственный", "Сумма", "Источник"]

    box = head(page, "Сумма").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 95, box["y"] + 12, steps=4)
    page.mouse.up()
    page.wait_for_function("Math.abs(document.querySelector('th[data-column=amount]').offsetWidth - 95) < 4")
    page.reload()
    page.wait_for_function("Math.abs(document.querySelector('th[data-column=amount]').offsetWidth - 95) < 4")
    expect(page).not_to_have_url(re.compile("sort="))
    head(page, "Сумма").click(button="right")
    page.get_by_role("button", name="Шире").click()
    page.wait_for_function("Math.abs(document.querySelector('th[data-column=amount]').offsetWidth - 119) < 4")
    page.keyboard.press("Escape")
    expect(page.locator(".column-menu")).to_have_count(0)
