"""Ctrl+Z takes back one's own last action, whatever it was and wherever one is, and says what that was."""

import re

from playwright.sync_api import expect

from people import fact, field, press


def ready(page):
    page.wait_for_function("!!customElements.get('undo-toast')")
    return page


def test_ctrl_z_goes_back_step_by_step_and_forth_again(visits, engine):
    deal = engine.make("deals", title="Шаги", owner=engine.user("salesperson"), source="Выставка")
    page = visits.open(engine, "salesperson")
    page.goto(f"/deals/{deal}/edit")
    field(page, "Источник").fill("Сайт")
    press(page, "Сохранить")
    expect(fact(page, "Источник")).to_contain_text("Сайт")
    page.get_by_role("button", name="Выиграть").click()
    expect(page.locator("undo-toast")).to_contain_text("Сделка выиграна")
    # From another page, where no toast speaks of it; the key by its place.
    page.goto("/companies")
    ready(page).keyboard.press("Control+KeyZ")
    toast = page.locator("undo-toast")
    expect(toast).to_contain_text("Действие отменено: сделка выиграна")
    ready(page).keyboard.press("Control+KeyZ")
    expect(toast).to_contain_text("Действие отменено: сделка изменена")
    page.goto(f"/deals/{deal}")
    expect(fact(page, "Источник")).to_contain_text("Выставка")
    expect(page.locator(".stage-bar__step--current")).not_to_have_text("Выиграна")


def test_what_was_taken_back_comes_again(visits, krug):
    deal = krug.make("deals", title="Назад и вперёд", owner=krug.user("salesperson"))
    page = visits.open(krug, "salesperson")
    page.goto(f"/deals/{deal}")
    page.get_by_role("button", name="Выиграть").click()
    toast = page.locator("undo-toast")
    expect(toast).to_contain_text("Сделка выиграна")
    ready(page).keyboard.press("Control+KeyZ")
    expect(toast).to_contain_text("Действие отменено")
    expect(page.locator(".stage-bar__step--current")).not_to_have_text("Выиграна")
    ready(page).keyboard.press("Control+Shift+KeyZ")
    expect(toast).to_contain_text("Возвращено: сделка выиграна")
    expect(page.locator(".stage-bar__step--current")).to_have_text("Выиграна")


def test_typing_keeps_its_own_undo(visits, krug):
    company = krug.make("companies", title="Не трогать")
    page = visits.open(krug, "salesperson")
    page.goto(f"/companies/{company}/edit")
    name = field(page, "Название")
    name.fill("Другое")
    ready(page)
    name.press("Control+KeyZ")
    expect(page).to_have_url(f"{krug.address}/companies/{company}/edit")
    assert krug.api("GET", f"companies/{company}")["data"]["title"] == "Не трогать"


def test_there_may_be_nothing_to_take_back(visits, krug):
    page = visits.open(krug, "observer")
    for _ in range(10):  # the observer may have followed something before
        page.goto("/companies")
        ready(page).keyboard.press("Control+KeyZ")
        expect(page.locator("undo-toast")).to_contain_text(re.compile("отменять нечего|Действие отменено"))
        if "отменять нечего" in page.locator("undo-toast").inner_text():
            return
    raise AssertionError("there is always something to take back")


def test_deleting_and_cells_go_back_by_their_toast(visits, krug):
    company = krug.make("companies", title="Удаляемая", city="Тверь")
    page = visits.open(krug, "administrator")
    page.goto(f"/companies/{company}")
    page.locator(".record__actions summary").click()
    page.get_by_role("button", name="Удалить").click()
    page.locator("confirm-dialog [data-confirmed]").click()
    expect(page.locator("undo-toast")).to_contain_text("Компания удалена")
    ready(page).keyboard.press("Control+KeyZ")
    expect(page.locator("undo-toast")).to_contain_text("Действие отменено: компания удалена")
    assert krug.api("GET", f"companies/{company}")["data"]["title"] == "Удаляемая"
    page.goto('/companies?filter=title = "Удаляемая"&columns=title,city')
    cell = page.locator('td[data-label="Город"]')
    page.wait_for_function("!!customElements.get('list-view')")
    cell.click()
    page.locator("field-editor input:not([type=hidden])").first.fill("Псков")
    page.keyboard.press("Enter")
    expect(cell).to_contain_text("Псков")
    expect(page.locator("undo-toast")).to_contain_text("Компания изменена")
    page.locator("undo-toast").get_by_role("button", name="Отменить").click()
    expect(page.locator('td[data-label="Город"]')).to_contain_text("Тверь")
