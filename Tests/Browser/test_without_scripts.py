"""Everything a working day needs goes without JavaScript."""

from playwright.sync_api import expect

from krug import CAST, PASSWORD
from people import fact, field, press, sign_in


def test_a_deal_is_made_edited_moved_and_won_without_scripts(visits, krug):
    page = visits.open(krug, java_script_enabled=False)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.goto("/deals/new")
    field(page, "Название").fill("Без скриптов")
    field(page, "Сумма").fill("10 000")
    press(page, "Создать")
    expect(page.get_by_role("heading", level=1)).to_have_text("Без скриптов")
    expect(fact(page, "Сумма")).to_have_text("10 000 ₽")

    page.locator(".record__actions summary").click()
    page.get_by_role("link", name="Изменить").first.click()
    field(page, "Источник").fill("Выставка")
    press(page, "Сохранить")
    expect(fact(page, "Источник")).to_contain_text("Выставка")

    page.get_by_role("button", name="Квалификация").click()
    expect(page.locator(".stage-bar__step--current")).to_have_text("Квалификация")
    page.locator(".composer__text:visible").fill("Записано без скриптов")
    page.locator(".composer").get_by_role("button", name="Сохранить").click()
    expect(page.locator(".timeline").first).to_contain_text("Записано без скриптов")
    page.get_by_role("button", name="Выиграть").click()
    expect(page.locator(".stage-bar__step--current")).to_have_text("Выиграна")
    page.locator("undo-toast").get_by_role("button", name="Отменить").click()
    expect(page.locator(".stage-bar__step--current")).to_have_text("Квалификация")


def test_a_deal_is_lost_with_a_reason_and_deleted_without_scripts(visits, krug):
    deal = krug.make("deals", title="Тихая потеря", owner=krug.user("salesperson"))
    page = visits.open(krug, java_script_enabled=False)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.goto(f"/deals/{deal}")
    page.get_by_role("link", name="Проиграть").click()
    field(page, "Почему проиграна").fill("Дорого")
    press(page, "Проиграть")
    expect(page.locator(".record__facts")).to_contain_text("Дорого")
    page.goto(f"/deals/{deal}/delete")
    press(page, "Удалить")
    expect(page.locator("undo-toast")).to_contain_text("Сделка удалена")


def test_search_and_lists_go_without_scripts(visits, krug):
    krug.make("companies", title="АО «Тихий омут»")
    page = visits.open(krug, java_script_enabled=False)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.locator(".command-field__input").fill("омут")
    page.locator(".command-field__input").press("Enter")
    page.get_by_role("link", name="АО «Тихий омут»").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("АО «Тихий омут»")
