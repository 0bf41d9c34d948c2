"""A client who is here already: seen while typing, asked about, merged, and taken apart again."""

from playwright.sync_api import expect

from krug import CAST, PASSWORD
from people import field, press, sign_in, undo


def test_who_is_here_already_is_shown_while_one_types(visits, krug):
    known = krug.make("people", name="Звонарёва Алла", phones=["+7 916 555-01-02"])
    page = visits.open(krug, "salesperson")
    page.goto("/people/new")
    field(page, "ФИО").fill("Алла Звонарева")
    field(page, "Телефоны").fill("8 916 555-01-02")
    hints = page.locator("duplicate-hints")
    expect(hints).to_contain_text("тот же телефон +7 (916) 555-01-02")
    expect(hints.get_by_role("link", name="Звонарёва Алла")).to_have_attribute("href", f"/people/{known}")
    field(page, "Телефоны").fill("")
    field(page, "ФИО").fill("Кто-то Другой")
    expect(hints).to_be_hidden()


def test_a_double_is_saved_only_when_one_says_so_without_scripts_too(visits, krug):
    krug.make("people", name="Басов Илья", emails=["basov@klient.example"])
    page = visits.open(krug, java_script_enabled=False)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.goto("/people/new")
    field(page, "ФИО").fill("Илья Басов")
    field(page, "Эл. почта").fill("BASOV@klient.example")
    press(page, "Создать")
    expect(page.locator("main")).to_contain_text("Похоже, такая запись уже есть")
    expect(field(page, "ФИО")).to_have_value("Илья Басов")
    press(page, "Всё равно сохранить")
    expect(page.get_by_role("heading", level=1)).to_have_text("Илья Басов")
    expect(page.locator(".record__related")).to_contain_text("Возможные дубли")


def test_records_are_merged_side_by_side_and_taken_apart_again(visits, krug):
    first = krug.make("companies", title="ООО «Двойной след»", city="Казань", phones=["+7 843 555-07-07"])
    second = krug.make("companies", title="Двойной след ООО", city="г. Казань", emails=["info@dvojnoj.example"])
    deal = krug.make("deals", title="Сделка второй записи", company=second)
    page = visits.open(krug, "administrator")
    page.goto("/companies")
    page.get_by_role("link", name="Дубли").click()
    card = page.locator(".duplicate-set").filter(has_text="Двойной след ООО")
    expect(card).to_contain_text("Те же имя и город")
    card.get_by_role("link", name="Сравнить и объединить").click()
    page.get_by_label(f"Название: Двойной след ООО № {second}").check()
    press(page, "Объединить")
    expect(page.get_by_role("heading", level=1)).to_have_text("Двойной след ООО")
    expect(page.locator(".record__related")).to_contain_text("Сделка второй записи")
    expect(page.locator(".timeline").first).to_contain_text(f"«Двойной след ООО» № {second}")
    page.goto(f"/companies/{second}")
    expect(page).to_have_url(f"{krug.address}/companies/{first}")
    page.locator(".timeline").first.get_by_role("button", name="Отменить").click()
    page.goto(f"/companies/{second}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Двойной след ООО")
    assert krug.api("GET", f"deals/{deal}")["data"]["company"] == second


def test_sets_are_merged_many_at_once_or_set_aside(visits, krug):
    for number in range(3):
        for _ in range(2):
            krug.make("people", name=f"Парный Номер{number}", phones=[f"+7 916 700-00-0{number}"])
    page = visits.open(krug, "administrator")
    page.goto("/people/duplicates")
    cards = page.locator(".duplicate-set").filter(has_text="Парный")
    expect(cards).to_have_count(3)
    cards.first.get_by_role("button", name="Это не дубли").click()
    expect(cards).to_have_count(2)
    for card in cards.all():
        card.get_by_role("checkbox").check()
    press(page, "Объединить выбранные")
    page.locator("dialog").get_by_role("button", name="Объединить выбранные").click()
    expect(page.locator("undo-toast")).to_contain_text("Записи объединены")
    expect(cards).to_have_count(0)
    undo(page)
    page.goto("/people/duplicates")
    expect(cards).to_have_count(2)
    page.get_by_role("link", name="Не дубли").click()
    page.get_by_role("row").filter(has_text="Парный").get_by_role("button", name="Снова считать дублями").click()
    page.goto("/people/duplicates")
    expect(cards).to_have_count(3)
