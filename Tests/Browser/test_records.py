"""The way of a salesperson's day: companies, deals, lists, forms, undo."""

import re

import pytest
from playwright.sync_api import expect

from conftest import PHONE
from krug import roubles
from people import fact, field, open_menu, pick, press, undo


def test_a_company_and_a_deal_for_it_are_made_edited_and_brought_back(visits, engine):
    page = visits.open(engine, "salesperson")
    page.goto("/companies")
    page.get_by_role("link", name="Новая компания").first.click()
    field(page, "Название").fill("ООО «Насосный двор»")
    field(page, "Город").fill("Тула")
    press(page, "Создать")
    expect(page.get_by_role("heading", level=1)).to_have_text("ООО «Насосный двор»")
    expect(page.locator("undo-toast")).to_contain_text("Компания создана")

    page.get_by_role("link", name="Новая сделка").click()
    expect(page.locator(".picker__token", has_text="ООО «Насосный двор»")).to_be_visible()
    field(page, "Название").fill("Два насоса")
    field(page, "Сумма").fill("1 250 000,50")
    press(page, "Создать")
    page.locator(".record__related").get_by_role("link", name=re.compile("Два насоса")).click()
    expect(fact(page, "Сумма")).to_have_text("1 250 000,50 ₽")
    expect(fact(page, "Ответственный")).to_contain_text("Вера Туманова")

    page.keyboard.press("e")
    field(page, "Название").fill("Три насоса")
    press(page, "Сохранить")
    expect(page.get_by_role("heading", level=1)).to_have_text("Три насоса")
    change = page.locator(".timeline__entry", has_text="Сделка изменена")
    expect(change.locator(".change__old")).to_have_text("Два насоса")
    expect(change).to_contain_text("Три насоса")

    undo(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Два насоса")
    expect(page.locator("undo-toast")).to_contain_text("Действие отменено")


def test_a_record_is_deleted_and_brought_back(visits, engine):
    company = engine.make("companies", title="ООО «Случайность»")
    page = visits.open(engine, "administrator")
    page.goto(f"/companies/{company}")
    open_menu(page)
    page.locator(".record__actions").get_by_role("button", name="Удалить").click()
    expect(page.locator("#confirm")).to_contain_text("Удалить компанию?")
    page.locator("#confirm").get_by_role("button", name="Удалить").click()
    expect(page.locator("undo-toast")).to_contain_text("Компания удалена")
    undo(page)
    expect(page.locator("undo-toast")).to_contain_text("Действие отменено")
    page.goto(f"/companies/{company}")
    expect(page.get_by_role("heading", level=1)).to_have_text("ООО «Случайность»")


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(page):
    page.goto("/companies/new")
    field(page, "Название").fill("ООО «Опечатка»")
    field(page, "ИНН").fill("123")
    field(page, "Сотрудников").fill("много")
    press(page, "Создать")
    expect(page.locator(".notice")).to_contain_text("Проверьте 2 поля")
    expect(page.locator(".field--invalid")).to_have_count(2)
    expect(field(page, "Название")).to_have_value("ООО «Опечатка»")
    expect(field(page, "ИНН")).to_have_value("123")
    expect(field(page, "ИНН")).to_be_focused()
    # What the browser itself would stop at is said with all the rest.
    field(page, "Название").fill("")
    press(page, "Создать")
    expect(page.locator(".notice")).to_contain_text("Проверьте 3 поля")
    expect(field(page, "Название")).to_be_focused()
    field(page, "Название").fill("ООО «Опечатка»")
    field(page, "ИНН").fill("7707083893")
    field(page, "Сотрудников").fill("12")
    press(page, "Создать")
    expect(page.get_by_role("heading", level=1)).to_have_text("ООО «Опечатка»")


def test_a_change_that_somebody_else_made_meanwhile_is_not_lost(page, krug):
    company = krug.make("companies", title="ООО «Двое сразу»", city="Тула")
    page.goto(f"/companies/{company}/edit")
    krug.api("PATCH", f"companies/{company}", {"city": "Орёл"}, **{"If-Match": "*"})
    field(page, "Отрасль").fill("Логистика")
    press(page, "Сохранить")
    # Different fields: both stand.
    expect(fact(page, "Отрасль")).to_have_text("Логистика")
    expect(fact(page, "Город")).to_have_text("Орёл")

    page.goto(f"/companies/{company}/edit")
    krug.api("PATCH", f"companies/{company}", {"city": "Клин"}, **{"If-Match": "*"})
    field(page, "Город").fill("Тверь")
    press(page, "Сохранить")
    expect(page.locator(".notice")).to_be_visible()
    expect(page.locator(".field__help", has_text="Клин")).to_be_visible()
    expect(field(page, "Город")).to_have_value("Тверь")
    press(page, "Сохранить")
    expect(fact(page, "Город")).to_have_text("Тверь")


@pytest.fixture(scope="module")
def many(sqlite):
    """More deals than one page of a list holds."""
    company = sqlite.make("companies", title="АО «Много заказов»", city="Кострома")
    for number in range(1, 61):
        sqlite.make("deals", title=f"Заказ {number:02}", company=company, amount=roubles(number * 1000))
    return company


def test_a_list_is_filtered_sorted_and_turned_over(page, many):
    page.goto(f"/deals?filter=company+%3D+{many}")
    expect(page.locator("tbody tr")).to_have_count(50)
    expect(page.locator(".page-head__count")).to_have_text("60")
    page.get_by_role("link", name="Сумма").click()
    expect(page.locator("tbody tr").first).to_contain_text("Заказ 01")
    page.get_by_role("link", name="Сумма").click()
    expect(page.locator("tbody tr").first).to_contain_text("Заказ 60")
    page.keyboard.press("]")
    expect(page.locator("tbody tr")).to_have_count(10)
    expect(page.locator("tbody tr").first).to_contain_text("Заказ 10")

    page.get_by_role("link", name="Добавить фильтр").click()
    page.get_by_label("Поле").select_option(label="Сумма")
    page.get_by_label("Условие").select_option(label="не меньше")
    page.get_by_label("Значение").fill("58 000")
    page.get_by_role("button", name="Применить").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator(".chip", has_text="Сумма")).to_be_visible()
    page.locator(".chip", has_text="Сумма").locator(".chip__remove").click()
    expect(page.locator("tbody tr")).to_have_count(50)


def test_a_long_list_does_not_wait_for_its_count(page, many):
    waiting = []
    page.route("**/deals/count*", lambda route: waiting.append(route))
    page.goto(f"/deals?filter=company+%3D+{many}")
    expect(page.locator("tbody tr")).to_have_count(50)
    expect(page.locator(".page-head__count")).to_have_text("50+")
    waiting[0].continue_()
    expect(page.locator(".page-head__count")).to_have_text("60")


def test_a_list_is_walked_by_keys_on_a_russian_layout(page, many):
    page.goto(f"/deals?filter=company+%3D+{many}&sort=title")
    page.evaluate("for (const key of ['о', 'о']) document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code: 'KeyJ', bubbles: true}))")
    expect(page.locator("tbody tr").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Заказ 02")


def test_a_salesperson_sees_no_deals_of_others(visits, krug, many):
    page = visits.open(krug, "salesperson")
    page.goto(f"/deals?filter=company+%3D+{many}")
    expect(page.locator("tbody tr")).to_have_count(0)
    page.goto("/settings")
    expect(page.locator("body")).to_contain_text("Сюда могут заходить только администраторы")


def test_an_observer_is_offered_no_changes(visits, krug, many):
    page = visits.open(krug, "observer")
    page.goto(f"/companies/{many}")
    expect(page.get_by_role("heading", level=1)).to_have_text("АО «Много заказов»")
    for name in ("Изменить", "Удалить", "Передать"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.locator(".topbar__create, .composer")).to_have_count(0)
    page.goto("/companies/new")
    expect(page.locator("main form.form")).to_have_count(0)
    page.goto("/deals/board")
    expect(page.locator(".board")).to_be_visible()
    expect(page.locator(".board")).not_to_contain_text("Перетащите")


def test_a_reference_is_picked_by_a_part_of_its_name(page, krug):
    krug.make("companies", title="ПАО «Находка-Порт»")
    page.goto("/deals/new")
    field(page, "Название").fill("Кран")
    pick(page, "Компания", "аходка")
    press(page, "Создать")
    expect(fact(page, "Компания")).to_contain_text("ПАО «Находка-Порт»")


def test_a_person_is_made_over_any_page_from_a_signature(visits, engine):
    engine.make("people", name="Пётр Находкин", emails=["nakhodkin@signature.ru"])
    page = visits.open(engine, "salesperson")
    page.goto("/companies")
    page.keyboard.press("c")
    window = page.locator("dialog.quick")
    expect(window.get_by_role("heading")).to_have_text("Новая сделка")
    window.get_by_role("link", name="Контакт").click()
    expect(window.get_by_role("heading")).to_have_text("Новый контакт")
    window.locator(".quick__paste summary").click()
    window.locator("[name=_paste]").fill("С уважением,\nПётр Находкин\nГлавный инженер\nООО «Подпись»\n+7 495 111-22-33\nnakhodkin@signature.ru")
    window.get_by_role("button", name="Заполнить").click()
    expect(window.locator("[name=post]")).to_have_value("Главный инженер")
    expect(window.locator("[name=name]")).to_have_value("Пётр Находкин")
    expect(window.locator(".duplicate-hints")).to_contain_text("Возможно, такая запись уже есть")
    window.locator("[name=name]").fill("Пётр Новиков")
    window.locator("[name=emails]").fill("novikov@signature.ru")
    window.locator("[name=phones]").fill("+7 495 111-22-34")
    window.locator("[name=name]").press("Enter")
    expect(window).to_be_hidden()
    toast = page.locator("undo-toast")
    expect(toast).to_contain_text("Контакт создан")
    expect(page).to_have_url(re.compile("/companies"))
    toast.get_by_role("link", name="Открыть").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Пётр Новиков")


def test_what_was_begun_is_there_again(visits, krug):
    page = visits.open(krug, "salesperson", locale="en-US", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/")
    page.locator(".topbar__create").tap()
    page.locator(".topbar__actions .menu__item").first.tap()
    window = page.locator("dialog.quick")
    window.locator("[name=title]").fill("Half a deal")
    window.locator("[data-closes]").tap()
    expect(window).to_be_hidden()
    page.locator(".topbar__create").tap()
    page.locator(".topbar__actions .menu__item").first.tap()
    expect(window.locator("[name=title]")).to_have_value("Half a deal")
    page.context.set_offline(True)
    window.get_by_role("button", name=re.compile("^(Create|Создать)$")).tap()
    expect(window.locator("[role=alert]")).to_be_visible()
    expect(window.locator("[name=title]")).to_have_value("Half a deal")
    page.context.set_offline(False)
    window.get_by_role("button", name=re.compile("^(Create|Создать)$")).tap()
    expect(page.locator("undo-toast")).to_be_visible()
    page.locator("undo-toast form button").tap()
    expect(page.locator("undo-toast")).to_contain_text(re.compile("Undone|отменено"))


def test_on_a_phone_every_kind_of_quick_create_is_in_reach(visits, krug):
    page = visits.open(krug, "administrator", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/")
    page.keyboard.press("c")
    kinds = page.locator("dialog.quick .quick__kinds a")
    expect(kinds.first).to_have_text("Сделка")
    for kind in kinds.all():
        box = kind.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"], kind.inner_text()
    kinds.last.tap()
    expect(kinds.last).to_have_attribute("aria-current", "page")
