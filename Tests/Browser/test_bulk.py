"""Many records changed at once: chosen by hand, by keys and all that is found; tried first, done, taken back."""

import pytest
from playwright.sync_api import expect

from conftest import PHONE
from krug import CAST, PASSWORD
from people import field, press, sign_in, undo


def deals(engine, name: str, count: int = 4) -> list[int]:
    owner = engine.user("salesperson")
    return [engine.make("deals", title=f"{name} {number}", owner=owner) for number in range(1, count + 1)]


def open_list(page, name: str):
    page.goto(f'/deals?filter=title starts with "{name}"&sort=title&columns=title,source,status')
    expect(page.locator("list-view .table__row").first).to_be_visible()
    page.wait_for_function("!!customElements.get('list-view')")
    return page.locator(".table__row")


def do(page, menu: str, name: str) -> None:
    bar = page.locator(".bulk-bar")
    bar.locator("summary").filter(has_text=menu).click()
    bar.locator(".menu[open]").get_by_role("button", name=name, exact=True).click()


def test_rows_chosen_with_shift_are_changed_and_taken_back(visits, engine):
    deals(engine, "Пачка")
    page = visits.open(engine, "salesperson")
    rows = open_list(page, "Пачка")
    expect(page.locator(".bulk-bar")).to_be_hidden()
    rows.nth(0).locator(".checkbox").click()
    rows.nth(2).locator(".checkbox").click(modifiers=["Shift"])
    expect(page.locator("[data-selected-count]")).to_have_text("3")
    do(page, "Изменить", "Источник")
    expect(page.locator("h1")).to_contain_text("3 сделки")
    field(page, "Источник").fill("Ярмарка")
    press(page, "Проверить")
    expect(page.locator("main .notice")).to_contain_text("Изменится: 3 сделки")
    press(page, "Изменить 3 сделки")
    expect(page.locator("undo-toast")).to_contain_text("Изменено: 3 сделки")
    expect(rows).to_have_count(4)
    expect(page.locator("tbody")).to_contain_text("Ярмарка")
    undo(page)
    expect(page.locator("undo-toast")).to_contain_text("Действие отменено")
    open_list(page, "Пачка")
    expect(page.locator("tbody")).not_to_contain_text("Ярмарка")


def test_keys_choose_and_what_is_skipped_is_said(visits, engine):
    ids = deals(engine, "Клавиши")
    page = visits.open(engine, "salesperson")
    page.goto(f"/deals/{ids[1]}")
    page.get_by_role("button", name="Выиграть").click()
    expect(page.locator("undo-toast")).to_contain_text("Сделка выиграна")
    rows = open_list(page, "Клавиши")
    page.keyboard.press("j")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-selected-count]")).to_have_text("3")
    page.keyboard.press("x")
    expect(page.locator("[data-selected-count]")).to_have_text("2")
    do(page, "Действия", "Проиграть")
    field(page, "Почему проиграна").fill("Тишина")
    press(page, "Проверить")
    expect(page.locator("main")).to_contain_text("Изменится: 1 сделка")
    expect(page.locator("main")).to_contain_text("Сделка уже закрыта")
    press(page, "Изменить 1 сделка")
    expect(page.locator("main")).to_contain_text("Изменено: 1 сделка")
    page.get_by_role("link", name="Показать").click()
    expect(page.get_by_role("link", name="Клавиши 2")).to_be_visible()
    page.go_back()
    press(page, "Отменить всё")
    expect(page.locator("main")).to_contain_text("Всё отменено")
    expect(rows).to_have_count(0)


def test_all_found_is_changed_behind_the_scenes(visits, engine):
    made = 230
    owner = engine.user("salesperson")
    values = [{"title": f"Лавина {number}", "owner": owner} for number in range(made)]
    engine.api("POST", "batch", {"operations": [{"op": "create", "object": "deal", "values": each} for each in values]})
    page = visits.open(engine, "salesperson")
    open_list(page, "Лавина")
    page.locator("[data-check-all]").check()
    page.locator("[data-all-found]").check()
    expect(page.locator("[data-selected-count]")).to_have_text(str(made))
    do(page, "Изменить", "Источник")
    field(page, "Источник").fill("Сайт")
    press(page, "Проверить")
    expect(page.locator("main")).to_contain_text("Изменится: 230 сделок", timeout=60_000)
    press(page, "Изменить 230 сделок")
    expect(page.locator("main")).to_contain_text("Изменено: 230 сделок", timeout=60_000)
    press(page, "Отменить всё")
    expect(page.locator("main")).to_contain_text("записей стали прежними: 230", timeout=60_000)
    press(page, "Вернуть")
    expect(page.locator("main")).to_contain_text("Возвращено, записей: 230", timeout=60_000)


@pytest.fixture
def english(engine):
    """Meanwhile the salesperson reads English."""

    def speak(language: str) -> None:
        engine.api("PATCH", f"users/{engine.user('salesperson')}", {"language": language}, **{"If-Match": "*"})

    speak("en")
    yield engine
    speak("ru")


def test_many_are_deleted_by_touch_and_in_english(visits, english):
    deals(english, "Touch", 3)
    page = visits.open(english, "salesperson", viewport=PHONE, is_mobile=True, has_touch=True)
    rows = open_list(page, "Touch")
    for number in (0, 1):
        rows.nth(number).locator(".checkbox").tap()
    bar = page.locator(".bulk-bar")
    expect(bar).to_be_in_viewport()
    bar.locator("summary", has_text="Actions").tap()
    expect(bar.locator(".menu__panel:visible")).to_be_in_viewport(ratio=1)
    page.get_by_role("heading", level=1).tap()
    expect(bar.locator(".menu__panel:visible")).to_have_count(0)
    bar.get_by_role("button", name="Delete").tap()
    expect(page.locator("main")).to_contain_text("Will be deleted: 2 deals")
    page.get_by_role("button", name="Delete 2 deals").tap()
    expect(page.locator("undo-toast")).to_contain_text("Deleted: 2 deals")
    page.locator("undo-toast").get_by_role("button", name="Undo").tap()
    expect(page.locator("undo-toast")).to_contain_text("Taken back")
    expect(open_list(page, "Touch")).to_have_count(3)


def test_it_goes_without_scripts(visits, krug):
    deals(krug, "Тишь", 2)
    page = visits.open(krug, java_script_enabled=False)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.goto('/deals?filter=title starts with "Тишь"')
    page.locator(".table__row .checkbox").first.check()
    page.locator("[data-check-all]").check()
    page.locator("[data-all-found]").check()
    do(page, "Изменить", "Источник")
    field(page, "Источник").fill("Почта")
    press(page, "Проверить")
    press(page, "Изменить 2 сделки")
    expect(page.locator("undo-toast")).to_contain_text("Изменено: 2 сделки")
    undo(page)
    expect(page.locator("undo-toast")).to_contain_text("Действие отменено")
