"""The board: by mouse, by keys, and what it asks before a deal is lost."""

from playwright.sync_api import expect

from conftest import PHONE
from krug import roubles
from people import card, column, drag, fact, open_board, undo


def test_a_card_is_dragged_to_the_next_stage_and_brought_back(visits, engine):
    engine.make("deals", title="Тянем мышью", amount=roubles(5_000))
    page = visits.open(engine, "administrator")
    open_board(page)
    drag(page, card(page, "Тянем мышью"), column(page, "Квалификация"))
    expect(page.locator("undo-toast")).to_contain_text("Сделка перемещена")
    expect(column(page, "Квалификация").locator(".card", has_text="Тянем мышью")).to_be_visible()
    page.reload()
    expect(column(page, "Квалификация").locator(".card", has_text="Тянем мышью")).to_be_visible()
    card(page, "Тянем мышью").locator("a").click()
    change = page.locator(".timeline__entry", has_text="Сделка перемещена")
    expect(change.locator(".change__old").first).to_have_text("Новая")
    expect(change).to_contain_text("Квалификация")


def test_a_card_is_moved_by_keys_and_the_move_undone(page, krug):
    krug.make("deals", title="Двигаем клавишами", expected_close="2020-01-01")
    open_board(page)
    card(page, "Двигаем клавишами").focus()
    page.keyboard.press("m")
    expect(page.locator(".board__move")).to_be_visible()
    page.keyboard.press("3")
    expect(column(page, "Предложение").locator(".card", has_text="Двигаем клавишами")).to_be_focused()
    expect(page.locator("undo-toast")).to_contain_text("Сделка перемещена")
    undo(page)
    expect(column(page, "Новая").locator(".card", has_text="Двигаем клавишами")).to_be_visible()


def test_a_lost_deal_asks_for_the_reason(page, krug):
    krug.make("deals", title="Проигрываем", expected_close="2020-01-01")
    open_board(page)
    drag(page, card(page, "Проигрываем"), column(page, "Проиграна"))
    dialog = page.locator("#lost-reason")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(column(page, "Новая").locator(".card", has_text="Проигрываем")).to_be_visible()
    drag(page, card(page, "Проигрываем"), column(page, "Проиграна"))
    dialog.locator("[name=lost_reason]").fill("Нет бюджета")
    dialog.get_by_role("button", name="Сохранить").click()
    expect(page.locator("undo-toast")).to_be_visible()
    page.goto("/deals?filter=status+%3D+lost")
    page.get_by_role("link", name="Проигрываем").click()
    expect(page.locator(".record__facts")).to_contain_text("Нет бюджета")


def test_a_move_that_is_out_of_date_puts_the_card_back(page, krug):
    deal = krug.make("deals", title="Спорная сделка", expected_close="2020-01-01")
    open_board(page)
    krug.api("PATCH", f"deals/{deal}", {"source": "Выставка"}, **{"If-Match": "*"})
    card(page, "Спорная сделка").focus()
    page.keyboard.press("m")
    page.keyboard.press("2")
    expect(page.locator(".toast--failure")).to_be_visible()
    expect(column(page, "Новая").locator(".card", has_text="Спорная сделка")).to_be_visible()
    krug.api("DELETE", f"deals/{deal}", **{"If-Match": "*"})


def test_a_deal_is_won_and_opened_again_on_its_page(page, krug):
    deal = krug.make("deals", title="Решающая")
    page.goto(f"/deals/{deal}")
    page.keyboard.press("w")
    expect(page.locator("undo-toast")).to_contain_text("Сделка выиграна")
    page.get_by_role("button", name="Открыть снова").click()
    expect(page.locator(".stage-bar__step--current")).to_have_text("Новая")


def test_the_number_of_the_stage_does_not_become_the_reason(page, krug):
    krug.make("deals", title="Теряем клавишами", expected_close="2020-01-01")
    open_board(page)
    card(page, "Теряем клавишами").focus()
    page.keyboard.press("m")
    page.keyboard.press("6")
    expect(page.locator("#lost-reason [name=lost_reason]")).to_be_focused()
    page.keyboard.type("Дорого")
    page.keyboard.press("Enter")
    expect(page.locator("undo-toast")).to_be_visible()
    page.goto("/deals?filter=status+%3D+lost")
    page.get_by_role("link", name="Теряем клавишами").click()
    expect(fact(page, "Причина проигрыша")).to_have_text("Дорого")


def test_a_card_is_moved_by_a_finger(visits, krug):
    krug.make("deals", title="Двигаем пальцем", expected_close="2019-01-01")
    page = visits.open(krug, "administrator", viewport=PHONE, has_touch=True, is_mobile=True)
    open_board(page)
    what, where = card(page, "Двигаем пальцем"), column(page, "Квалификация")
    what.scroll_into_view_if_needed()
    start, edge = what.bounding_box(), where.bounding_box()["x"]
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict) -> None:
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    x, y = start["x"] + 60, start["y"] + 20
    touch("touchStart", {"x": x, "y": y})
    # A finger that stays takes the card, one that moves on scrolls.
    page.wait_for_timeout(300)
    for step in range(1, 21):
        touch("touchMove", {"x": x + (edge + 20 - x) * step / 20, "y": y + step})
    expect(where.locator(".card--ghost")).to_be_visible()
    touch("touchEnd")
    expect(page.locator("undo-toast")).to_contain_text("Сделка перемещена")
    expect(where.locator(".card", has_text="Двигаем пальцем")).to_be_visible()
