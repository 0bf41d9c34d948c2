"""Requisites: a pasted text fills the form that is open, and the directory of banks fills the bank while its BIK is typed."""

from playwright.sync_api import Page, expect

from people import press

CARD = """Общество с ограниченной ответственностью «Лютик Плюс» (ООО «Лютик Плюс»)
ИНН 7702070139 КПП 770701001 ОГРН 1027700132195
Юридический адрес: 117312, г. Москва, ул. Вавилова, д. 19
Генеральный директор: Иванов Иван Иванович, действует на основании Устава
р/с 40702810200000000001 в ПАО «Северный банк»
БИК 044525225 к/с 30101810400000000225
Телефон: +7 (495) 500-55-59
Эл. почта: info@lutik-plus.example
"""


def paste(page: Page, text: str) -> None:
    """As with Ctrl+V."""
    page.locator("form-aid summary").click()
    place = page.locator("form-aid textarea")
    place.fill(text)
    place.dispatch_event("paste")


def test_a_pasted_card_fills_the_form_of_a_company_and_keeps_what_was_typed(visits, engine):
    page = visits.open(engine, "salesperson")
    page.goto("/companies/new")
    page.locator("[name=title]").fill("Лютик из Москвы")
    paste(page, CARD)
    expect(page.locator("[name=inn]")).to_have_value("7702070139")
    expect(page.locator("[name=kpp]")).to_have_value("770701001")
    expect(page.locator("[name=title]")).to_have_value("Лютик из Москвы")
    expect(page.locator("[name=emails]")).to_have_value("info@lutik-plus.example")
    assert not [known for known in engine.all("companies") if known["title"] == "Лютик из Москвы"]
    kept = page.locator(".enclosure")
    expect(kept).to_contain_text("40702810200000000001")
    expect(kept).to_contain_text("ул. Вавилова")
    press(page, "Создать")
    expect(page.locator("h1")).to_contain_text("Лютик из Москвы")
    expect(page.locator("main")).to_contain_text("ООО «Лютик Плюс»")
    account = '"40702810200000000001"'
    assert engine.all("bank-accounts", filter=f"account = {account}")
    # One press takes the company back with all that came along.
    press(page, "Отменить")
    expect(page.locator("undo-toast")).to_contain_text("Действие отменено")
    expect(page.locator("h1")).to_contain_text("Компании")
    assert not engine.all("bank-accounts", filter=f"account = {account}")
    assert not [known for known in engine.all("companies") if known["title"] == "Лютик из Москвы"]


def test_a_text_without_requisites_stays_and_nothing_else_changes(visits, engine):
    page = visits.open(engine, "salesperson")
    page.goto("/companies/new")
    page.locator("[name=city]").fill("Псков")
    paste(page, "***")
    expect(page.locator(".notice")).to_contain_text("Ничего не распознано")
    expect(page.locator("form-aid textarea")).to_have_value("***")
    expect(page.locator("[name=city]")).to_have_value("Псков")


def test_our_own_legal_entity_is_filled_without_scripts_too(visits, engine):
    page = visits.open(engine, "administrator", java_script_enabled=False)
    page.goto("/requisites/new")
    page.locator("form-aid summary").click()
    page.locator("form-aid textarea").fill(CARD)
    press(page, "Заполнить")
    expect(page.locator("[name=title]")).to_have_value("ООО «Лютик Плюс»")
    expect(page.locator("[name=director]")).to_have_value("Иванов Иван Иванович")
    expect(page.locator("[name=legal_address_postcode]")).to_have_value("117312")
    # Enter saves; it does not fill again.
    page.locator("[name=title]").press("Enter")
    expect(page.locator("h1")).to_contain_text("ООО «Лютик Плюс»")


def test_a_bank_follows_from_its_bik_while_it_is_typed(visits, engine):
    for bik, name, account in (("044525225", "Северный банк", "30101810400000000225"), ("044525974", "Южный банк", "30101810145250000974")):
        if not engine.all("banks", filter=f'bik = "{bik}"'):
            engine.make("banks", title=name, bik=bik, correspondent_account=account)
    own = engine.make("requisites", title="ООО «Наша»")
    page = visits.open(engine, "administrator")
    page.goto(f"/bank-accounts/new?requisites={own}")
    page.locator("[name=bik]").press_sequentially("044525225")
    expect(page.locator("[name=bank]")).to_have_value("Северный банк")
    expect(page.locator("[name=correspondent_account]")).to_have_value("30101810400000000225")
    page.locator("[name=bik]").fill("044525974")
    expect(page.locator("[name=bank]")).to_have_value("Южный банк")
    expect(page.locator("[name=correspondent_account]")).to_have_value("30101810145250000974")
    # What somebody has typed stays.
    page.locator("[name=bank]").fill("Филиал")
    page.locator("[name=bik]").fill("044525225")
    expect(page.locator("[name=correspondent_account]")).to_have_value("30101810400000000225")
    expect(page.locator("[name=bank]")).to_have_value("Филиал")
