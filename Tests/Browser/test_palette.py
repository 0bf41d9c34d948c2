"""The palette: what can be done here and with the chosen rows, what was looked at last, in any keyboard layout, at once."""

import re

from playwright.sync_api import expect

from conftest import PHONE


def palette(page):
    page.wait_for_function("!!customElements.get('command-field')")
    page.keyboard.press("Control+KeyK")
    expect(page.locator("dialog.palette[open]")).to_be_visible()
    return page.locator(".palette__results")


def test_what_a_record_page_offers_is_done_from_the_palette(visits, engine):
    deal = engine.make("deals", title="Палитра", owner=engine.user("salesperson"))
    page = visits.open(engine, "salesperson")
    page.goto(f"/deals/{deal}")
    here = palette(page).get_by_role("group", name="На этой странице")
    expect(here.get_by_role("option", name="Выиграть")).to_be_visible()
    expect(here.get_by_role("option", name="Изменить").locator(".kbd")).to_have_text("E")
    # «выиграть» on the Latin layout.
    page.keyboard.type("dsbuhfnm")
    expect(here.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("undo-toast")).to_contain_text("Сделка выиграна")
    expect(page.locator(".stage-bar__step--current")).to_have_text("Выиграна")


def test_what_may_not_be_done_is_not_offered(visits, krug):
    company = krug.make("companies", title="Только смотреть")
    page = visits.open(krug, "observer")
    page.goto(f"/companies/{company}")
    results = palette(page)
    expect(results.get_by_role("group", name="Перейти")).to_be_visible()
    for name in ("Изменить", "Удалить", "Объединить с другой…"):
        expect(results.get_by_role("option", name=name)).to_have_count(0)


def test_the_chosen_rows_are_dealt_with_from_the_palette(visits, krug):
    for number in (1, 2):
        krug.make("deals", title=f"Набор {number}", owner=krug.user("salesperson"))
    page = visits.open(krug, "salesperson")
    page.goto('/deals?filter=title starts with "Набор"')
    expect(palette(page).get_by_role("group", name="С выбранными")).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator("[data-check-all]").check()
    chosen = palette(page).get_by_role("group", name="С выбранными")
    expect(chosen.get_by_role("option", name="Удалить")).to_be_visible()
    page.keyboard.type("источник")
    expect(chosen.get_by_role("option")).to_have_count(1)
    expect(chosen.get_by_role("option")).to_have_text("Изменить: Источник")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Изменить: 2 сделки — Источник")


def test_what_was_looked_at_last_comes_first_to_mind(visits, krug):
    person = krug.make("people", name="Иванов Пётр")
    firm = krug.make("companies", title="Firmware Ltd")
    page = visits.open(krug, "salesperson", viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto(f"/people/{person}")
    page.goto(f"/companies/{firm}")
    page.goto("/")
    page.locator(".command-field__input").tap()
    recent = page.locator(".palette__results").get_by_role("group", name="Недавние")
    expect(recent.get_by_role("option")).to_have_text(["Firmware LtdКомпания", "Иванов ПётрКонтакт"])
    # Both ways of the wrong layout.
    page.keyboard.type("bdfyjd")
    expect(page.locator(".palette__results")).to_contain_text("Иванов Пётр")
    page.locator(".palette__input").fill("ашкьцфку")
    expect(page.locator(".palette__results")).to_contain_text("Firmware Ltd")
    page.locator(".palette__results").get_by_text("Firmware Ltd").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Firmware Ltd")


def test_it_is_there_before_the_server_is_asked(visits, krug):
    deal = krug.make("deals", title="Скорость", owner=krug.user("salesperson"))
    page = visits.open(krug, "salesperson")
    page.goto(f"/deals/{deal}")
    page.wait_for_function("!!customElements.get('command-field')")
    page.route("**/search?**", lambda route: None)
    shown = page.evaluate("""() => {
        document.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyK', key: 'л', ctrlKey: true, bubbles: true }));
        return [document.querySelector('dialog.palette').open, document.querySelectorAll('.palette [role="option"]').length];
    }""")
    assert shown[0] and shown[1] > 2, "nothing was waited for: it is open as soon as the key is pressed"


def test_settings_are_found_by_their_names_and_what_is_in_them(visits, krug):
    page = visits.open(krug, "administrator")
    page.goto("/")
    results = palette(page)
    page.keyboard.type("настрой")
    expect(results.get_by_role("option", name="Настройки", exact=True)).to_be_visible()
    page.locator(".palette__input").fill("приглашения")
    expect(results.get_by_role("option")).to_have_text(["ПользователиКто здесь работает, приглашения, роли"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/users"))

    other = visits.open(krug, "salesperson")
    other.goto("/")
    results = palette(other)
    other.keyboard.type("роли")
    expect(results.locator(".palette__nothing")).to_be_visible()
    other.locator(".palette__input").fill("уведомления")
    expect(results.get_by_role("option", name="Уведомления")).to_be_visible()


def test_what_was_found_is_opened_beside_or_dealt_with_at_once(visits, engine):
    deal = engine.make("deals", title="Ψ-образный переход", owner=engine.user("salesperson"))
    page = visits.open(engine, "salesperson")
    page.goto("/companies")
    found = palette(page)
    page.keyboard.type("Ψ-образ")
    option = found.get_by_role("option", name="Ψ-образный переход")
    expect(option).to_have_attribute("aria-selected", "true")
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Ψ-образный переход")
    expect(page).to_have_url(re.compile("/companies"))
    # Tab offers what can be done with it, Enter does it from here.
    palette(page)
    page.keyboard.type("Ψ-образ")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    here = found.get_by_role("group", name="Ψ-образный переход")
    expect(here.get_by_role("option").first).to_contain_text("Выиграть")
    page.keyboard.press("Enter")
    expect(page.locator("undo-toast")).to_contain_text("Сделка выиграна")
    assert engine.api("GET", f"deals/{deal}")["data"]["status"] == "won"
