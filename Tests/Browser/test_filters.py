"""The conditions of a list: said, changed and grouped in chips, by pointer, keys and thumb, in both languages, without scripts too."""

import re

import pytest
from playwright.sync_api import Page, expect

from conftest import PHONE
from krug import roubles


@pytest.fixture(scope="module")
def few(sqlite):
    """Deals that only these tests look at."""
    company = sqlite.make("companies", title="ООО «Фишки»", city="Тверь")
    other = sqlite.make("companies", title="ООО «Кубики»", city="Кострома")
    for number in range(1, 7):
        deal = sqlite.make("deals", title=f"Фишка {number}", company=company if number < 4 else other, amount=roubles(number * 1000))
        if number == 2:
            sqlite.make("activities", subject="Позвонить про фишки", about={"object": "deal", "id": deal})


OURS = '/deals?filter=title starts with "Фишка"&sort=title'


def rows(page: Page):
    return page.locator("tbody tr")


def chip(page: Page, text: str):
    return page.locator(".filters .chip__label", has_text=text)


def panel(page: Page):
    return page.locator(".chip__panel")


def test_a_condition_is_added_by_keys_counted_changed_and_taken_away(page, few):
    page.goto(OURS)
    expect(rows(page)).to_have_count(6)
    page.keyboard.press("f")
    expect(panel(page).get_by_label("Поле")).to_be_focused()
    panel(page).get_by_label("Поле").select_option(label="Сумма")
    expect(panel(page).get_by_label("Условие")).to_be_focused()
    expect(panel(page).get_by_label("Условие").get_by_role("option", name="содержит")).to_have_count(0)
    panel(page).get_by_label("Условие").select_option(label="не меньше")
    panel(page).get_by_label("Значение").fill("много")
    expect(panel(page).locator(".condition__problem")).to_be_visible()
    panel(page).get_by_label("Значение").press("Enter")
    expect(panel(page).locator(".field__error")).to_be_visible()
    expect(panel(page).get_by_label("Значение")).to_have_value("много")
    panel(page).get_by_label("Значение").fill("4 000")
    expect(panel(page).locator(".condition__count")).to_have_text("Найдено: 3")
    panel(page).get_by_label("Значение").press("Enter")
    expect(rows(page)).to_have_count(3)

    chip(page, "Сумма").press("Enter")
    panel(page).get_by_label("Значение").fill("6000")
    expect(panel(page).locator(".condition__count")).to_have_text("Найдено: 1")
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    expect(chip(page, "Сумма")).to_be_focused()
    page.keyboard.press("Delete")
    expect(rows(page)).to_have_count(6)


def test_conditions_are_grouped_and_reach_over_relations(page, few):
    page.goto(OURS)
    page.get_by_role("link", name="Добавить фильтр").click()
    panel(page).get_by_label("Поле").select_option(label="Компания: Город")
    panel(page).get_by_label("Значение").fill("Твер")
    panel(page).get_by_role("button", name="Применить").click()
    expect(rows(page)).to_have_count(3)

    chip(page, "Город").click()
    panel(page).get_by_role("link", name="Или…").click()
    expect(panel(page).get_by_label("Значение")).to_have_value("")
    panel(page).get_by_label("Поле").select_option(label="Сумма")
    panel(page).get_by_label("Условие").select_option(label="не меньше")
    panel(page).get_by_label("Значение").fill("6000")
    expect(panel(page).locator(".condition__count")).to_have_text("Найдено: 4")
    panel(page).get_by_role("button", name="Применить").click()
    expect(rows(page)).to_have_count(4)
    expect(page.locator(".chip--group")).to_contain_text("или")

    page.get_by_role("link", name="Добавить фильтр").click()
    panel(page).get_by_label("Поле").select_option(label="Дела")
    panel(page).get_by_label("Условие").select_option(label="нет")
    panel(page).get_by_label("Какие").select_option(label="Открытые")
    panel(page).get_by_role("button", name="Применить").click()
    expect(rows(page)).to_have_count(3)
    expect(page).to_have_url(re.compile("has%20no%20activity.about"))
    page.locator("summary", has_text="Текстом").click()
    text = page.get_by_label("Фильтр текстом")
    expect(text).to_have_value(re.compile(r"\(company.city contains .* or amount >= 6000\) and has no activity.about where \(done_at is empty\)"))
    text.fill('title starts with "Фишка" and has activity.about')
    expect(page.locator(".menu__form:visible .condition__count")).to_have_text("Найдено: 1")
    page.locator(".menu__form:visible").get_by_role("button", name="Применить").click()
    expect(rows(page)).to_have_count(1)
    expect(chip(page, "Дела: есть")).to_be_visible()


def test_people_days_and_emptiness_are_chosen_in_words(visits, sqlite, few):
    page = visits.open(sqlite, "administrator", locale="en-US")
    page.goto(OURS)
    page.keyboard.press("f")
    panel(page).get_by_label("Поле").select_option(label="Ответственный")
    panel(page).get_by_label("я", exact=True).check()
    panel(page).get_by_label("моя команда").check()
    panel(page).get_by_role("button", name="Применить").click()
    expect(page).to_have_url(re.compile(r"my_team"))
    expect(rows(page)).to_have_count(6)

    page.keyboard.press("f")
    panel(page).get_by_label("Поле").select_option(label="Создано")
    panel(page).get_by_label("Значение").select_option(label="последние N дней")
    panel(page).get_by_label("Дней").fill("3")
    expect(panel(page).locator(".condition__count")).to_have_text("Найдено: 6")
    panel(page).get_by_role("button", name="Применить").click()
    expect(chip(page, "последние 3 дня")).to_be_visible()
    chip(page, "последние 3 дня").click()
    panel(page).get_by_label("Условие").select_option(label="не заполнено")
    expect(panel(page).get_by_label("Значение")).to_be_hidden()
    expect(panel(page).locator(".condition__count")).to_have_text("Найдено: 0")


def test_in_english_the_same_is_said_in_english(visits, sqlite, few):
    page = visits.open(sqlite, "administrator")
    page.goto(OURS)
    page.locator("summary.topbar__person, .topbar summary").last.click()
    page.get_by_role("button", name="English").click()
    page.goto(OURS)
    try:
        page.keyboard.press("f")
        panel(page).get_by_label("Field").select_option(label="Amount")
        panel(page).get_by_label("Comparison").select_option(label="at most")
        panel(page).get_by_label("Value", exact=True).fill("2,000")
        expect(panel(page).locator(".condition__count")).to_have_text("Found: 2")
        panel(page).get_by_role("button", name="Apply").click()
        expect(chip(page, "Amount ≤ 2,000")).to_be_visible()
    finally:
        page.locator("summary.topbar__person, .topbar summary").last.click()
        page.get_by_role("button", name="Русский").click()
        expect(page.locator("html")).to_have_attribute("lang", "ru")


def test_a_thumb_changes_a_condition(visits, sqlite, few):
    page = visits.open(sqlite, "administrator", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto('/deals?filter=title starts with "Фишка" and amount >= 4000')
    expect(rows(page)).to_have_count(3)
    chip(page, "Сумма").tap()
    panel(page).get_by_label("Значение").fill("5000")
    box = panel(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] and box["y"] + box["height"] <= PHONE["height"]
    panel(page).get_by_role("button", name="Применить").tap()
    expect(rows(page)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_scripts_a_condition_is_a_page(visits, sqlite, few):
    page = visits.open(sqlite, "administrator", java_script_enabled=False)
    page.goto(OURS)
    page.get_by_role("link", name="Добавить фильтр").click()
    page.get_by_label("Поле").select_option(label="Сумма")
    page.get_by_role("button", name="Применить").click()
    page.get_by_label("Условие").select_option(label="меньше")
    page.get_by_label("Значение").fill("все")
    page.get_by_role("button", name="Применить").click()
    expect(page.locator(".field__error")).to_be_visible()
    page.get_by_label("Значение").fill("3000")
    page.get_by_role("button", name="Применить").click()
    expect(rows(page)).to_have_count(2)
    page.locator(".chip", has_text="Сумма").locator(".chip__remove").click()
    expect(rows(page)).to_have_count(6)


def test_a_wrong_value_is_told_once_and_the_cursor_stays(page, few):
    page.goto(OURS)
    page.keyboard.press("f")
    panel(page).get_by_label("Поле").select_option(label="Сумма")
    panel(page).get_by_label("Значение").fill("много")
    panel(page).get_by_label("Значение").press("Enter")
    expect(panel(page).locator(".field__error")).to_be_visible()
    expect(panel(page).get_by_label("Значение")).to_be_focused()
    expect(panel(page).locator(".condition__problem")).to_have_count(0)
    page.keyboard.type("!")
    expect(panel(page).locator(".condition__problem")).to_be_visible()
    expect(panel(page).locator(".field__error")).to_have_count(0)
    expect(panel(page).get_by_label("Значение")).to_be_focused()
