"""The board: by mouse, by keys, and what it asks before a deal is lost."""

import re

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


def test_a_move_without_a_connection_waits_and_arrives(page, krug):
    krug.make("deals", title="Без связи", expected_close="2019-02-01")
    open_board(page)
    page.context.set_offline(True)
    drag(page, card(page, "Без связи"), column(page, "Квалификация"))
    expect(card(page, "Без связи")).to_have_attribute("data-waiting", "Ещё не сохранено: нет связи. Пробуем снова…")
    expect(column(page, "Квалификация").locator(".card", has_text="Без связи")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("undo-toast")).to_contain_text("Сделка перемещена")
    expect(card(page, "Без связи")).not_to_have_attribute("data-waiting", "Ещё не сохранено: нет связи. Пробуем снова…")
    page.reload()
    expect(column(page, "Квалификация").locator(".card", has_text="Без связи")).to_be_visible()


def test_what_a_stage_wants_filled_is_asked_for_on_the_board(page, krug):
    stage = krug.stage("Переговоры")
    krug.api("PATCH", f"stages/{stage}", {"required_fields": ["source", "started_on"]}, **{"If-Match": "*"})
    krug.make("deals", title="Без источника", expected_close="2019-03-01", started_on=None)
    try:
        open_board(page)
        card(page, "Без источника").focus()
        page.keyboard.press("m")
        page.keyboard.press("4")
        dialog = page.locator(".board__missing")
        dialog.locator("[name=source]").fill("Выставка")
        dialog.locator("[name=started_on]").evaluate("field => { field.type = 'text'; field.value = 'скоро'; field.required = false; }")
        dialog.get_by_role("button", name="Переместить").click()
        expect(dialog.locator(".field__error")).to_be_visible()
        expect(dialog.locator("[name=source]")).to_have_value("Выставка")
        dialog.locator("[name=started_on]").fill("2026-11-01")
        dialog.get_by_role("button", name="Переместить").click()
        expect(dialog).to_have_count(0)
        expect(page.locator("undo-toast")).to_contain_text("Сделка перемещена")
        expect(column(page, "Переговоры").locator(".card", has_text="Без источника")).to_be_visible()
    finally:
        krug.api("PATCH", f"stages/{stage}", {"required_fields": []}, **{"If-Match": "*"})


def test_thinking_better_of_it_puts_the_card_back(page, krug):
    stage = krug.stage("Переговоры")
    krug.api("PATCH", f"stages/{stage}", {"required_fields": ["source"]}, **{"If-Match": "*"})
    krug.make("deals", title="Передумали", expected_close="2019-04-01")
    try:
        open_board(page)
        card(page, "Передумали").focus()
        page.keyboard.press("m")
        page.keyboard.press("4")
        expect(page.locator(".board__missing [name=source]")).to_be_visible()
        page.keyboard.press("Escape")
        expect(column(page, "Новая").locator(".card", has_text="Передумали")).to_be_focused()
    finally:
        krug.api("PATCH", f"stages/{stage}", {"required_fields": []}, **{"If-Match": "*"})


def test_a_folded_column_stays_folded(page, krug):
    open_board(page)
    column(page, "Предложение").hover()
    column(page, "Предложение").get_by_role("button", name="Свернуть столбец").click()
    page.reload()
    expect(page.locator("stage-board[data-ready]")).to_be_visible()
    fold = column(page, "Предложение").get_by_role("button", name="Свернуть столбец")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")


def test_a_deal_is_made_in_a_column_and_found_in_its_lane(visits, engine):
    page = visits.open(engine, "administrator", locale="en-US")
    page.goto("/deals/board?lanes=owner")
    page.goto("/deals/board")
    expect(page.locator("stage-board[data-ready]")).to_be_visible()
    place = page.locator(".board__column[data-kind=open]").nth(1)
    place.locator(".board__new summary").click()
    place.locator("[name=title]").fill("Born in a column")
    page.keyboard.press("Enter")
    expect(page.locator("undo-toast")).to_be_visible()
    page.goto("/deals/board?lanes=owner&sort=-amount")
    expect(page.locator("stage-board[data-ready]")).to_be_visible()
    lane = page.locator(".board__lane", has_text="Анна Королёва")
    born = lane.locator(".card", has_text="Born in a column")
    born.focus()
    page.keyboard.press("m")
    page.keyboard.press("3")
    expect(page.locator("undo-toast")).to_be_visible()
    expect(lane.locator('.board__column[data-kind="open"]').nth(2).locator(".card", has_text="Born in a column")).to_be_visible()


def test_a_won_card_leaves_the_count_of_the_board_and_the_notice_covers_no_button(page, krug):
    krug.make("deals", title="Считаем всё", expected_close="2018-01-01", amount=roubles(123_456_789))
    open_board(page)
    total = page.locator("main .page-head__count")
    before = int(total.inner_text())
    card(page, "Считаем всё").focus()
    page.keyboard.press("m")
    page.keyboard.press("5")
    expect(page.locator("undo-toast")).to_be_visible()
    expect(total).to_have_text(str(before - 1))
    toast = page.locator("undo-toast").bounding_box()
    for add in page.locator(".board__add").all():
        box = add.bounding_box()
        assert box["y"] + box["height"] <= toast["y"], "a new deal can be begun while the notice is there"
    undo(page)
    expect(total).to_have_text(str(before))


def test_a_card_in_a_narrow_column_keeps_its_amount_whole(page, krug):
    krug.make("deals", title="Проигрыш крупной", expected_close="2018-01-01", amount=roubles(123_456_789))
    open_board(page)
    # What others change renews the board; here it stays as the move has left it.
    page.route("**/deals/board*", lambda route: route.abort())
    card(page, "Проигрыш крупной").focus()
    page.keyboard.press("m")
    page.keyboard.press("6")
    page.locator("#lost-reason [name=lost_reason]").fill("Дорого")
    page.keyboard.press("Enter")
    expect(page.locator("undo-toast")).to_be_visible()
    amount = column(page, "Проиграна").locator(".card__amount")
    expect(amount).to_have_text("123 456 789 ₽")
    assert amount.evaluate("e => [e.scrollWidth <= e.clientWidth, e.clientHeight < 30]") == [True, True]


def test_a_board_is_filtered_by_the_same_chips_as_lists(visits, engine):
    for number in range(1, 4):
        engine.make("deals", title=f"Доска с фишкой {number}", amount=roubles(number * 1000), source="Фишечная")
    page = visits.open(engine, "administrator")
    page.goto('/deals/board?lanes=owner&filter=source = "Фишечная"')
    expect(page.locator("stage-board[data-ready]")).to_be_visible()
    expect(page.locator(".card")).to_have_count(3)
    page.keyboard.press("f")
    panel = page.locator(".chip__panel")
    expect(panel.get_by_label("Поле")).to_be_focused()
    panel.get_by_label("Поле").select_option(label="Сумма")
    panel.get_by_label("Условие").select_option(label="не меньше")
    panel.get_by_label("Значение").fill("2000")
    expect(panel.locator(".condition__count")).to_have_text("Найдено: 2")
    panel.get_by_label("Значение").press("Enter")
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".board--lanes")).to_be_visible()
    page.locator(".filters .chip", has_text="Сумма").locator("[data-remove]").click()
    expect(page.locator(".card")).to_have_count(3)
    expect(page.locator(".board__owner .board__count")).to_have_text("3")


def test_a_board_scrolls_under_a_card_that_is_held_at_its_edge(visits, krug):
    krug.make("deals", title="Едет вбок", source="Прокрутка")
    page = visits.open(krug, "administrator", viewport={"width": 800, "height": 700})
    page.goto('/deals/board?filter=source = "Прокрутка"')
    board = page.locator("stage-board[data-ready]")
    expect(board).to_be_visible()
    box = card(page, "Едет вбок").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 20, steps=4)
    # It goes on as long as the hand holds it there; how quickly is the browser's.
    for nudge in range(200):
        page.mouse.move(782 + nudge % 2 * 4, box["y"] + 40)
        if board.evaluate("(board) => board.scrollLeft") > 60:
            break
        page.wait_for_timeout(50)
    assert board.evaluate("(board) => board.scrollLeft") > 60
    page.mouse.up()


def test_the_rest_of_a_column_comes_when_one_has_scrolled_to_it(visits, krug):
    for number in range(1, 32):
        krug.make("deals", title=f"Длинный столбец {number}", source="Столбец")
    page = visits.open(krug, "administrator")
    page.goto('/deals/board?filter=source = "Столбец"')
    expect(page.locator("stage-board[data-ready]")).to_be_visible()
    cards = column(page, "Новая").locator(".card")
    expect(cards).to_have_count(20)
    cards.last.scroll_into_view_if_needed()
    expect(cards).to_have_count(31)
    expect(column(page, "Новая").locator(".board__more")).to_have_count(0)
    drag(page, card(page, "Длинный столбец 31"), column(page, "Квалификация"))
    expect(column(page, "Квалификация").locator(".card", has_text="Длинный столбец 31")).to_be_visible()
    expect(cards).to_have_count(30)
    page = visits.open(krug, "administrator", java_script_enabled=False)
    page.goto('/deals/board?filter=source = "Столбец"')
    expect(column(page, "Новая").locator(".card")).to_have_count(20)
    column(page, "Новая").get_by_role("link", name="Ещё", exact=True).click()
    expect(column(page, "Новая").locator(".card")).to_have_count(30)


def test_on_a_phone_a_thumb_filters_the_board(visits, krug):
    page = visits.open(krug, "administrator", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/deals/board")
    page.get_by_role("link", name="Добавить фильтр").tap()
    panel = page.locator(".chip__panel")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    panel.get_by_label("Поле").select_option(label="Название")
    panel.get_by_label("Значение").fill("Такой нет")
    panel.get_by_role("button", name="Применить").tap()
    expect(page.locator(".card")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_board_is_arranged_and_says_what_is_too_much(visits, krug):
    stage = krug.stage("Предложение")
    krug.api("PATCH", f"stages/{stage}", {"wip_limit": 1}, **{"If-Match": "*"})
    try:
        for title, amount, due in (("Порядок малый", 1_000, "2018-05-01"), ("Порядок большой", 900_000, "2018-05-02")):
            krug.make("deals", title=title, stage=stage, amount=roubles(amount), expected_close=due, source="Порядок")
        krug.make("activities", subject="Просроченный шаг", kind="call", due_at="2019-01-01T10:00:00Z",
                  about={"object": "deal", "id": krug.all("deals", filter='title = "Порядок малый"')[0]["id"]})
        page = visits.open(krug, "administrator")
        page.goto('/deals/board?filter=source = "Порядок"')
        expect(page.locator("stage-board[data-ready]")).to_be_visible()
        place = column(page, "Предложение")
        expect(place).to_contain_text("2 / 1")
        expect(place).to_contain_text("Больше предела на 1")
        expect(place).to_contain_text("901 000 ₽")
        titles = place.locator(".card__title")
        expect(titles).to_have_text(["Порядок малый", "Порядок большой"])
        expect(card(page, "Порядок малый")).to_contain_text("Просроченный шаг")
        expect(card(page, "Порядок большой")).to_contain_text("Ничего не запланировано")
        # Order and look are chosen by keys.
        page.locator("summary", has_text="Порядок и вид").press("Enter")
        page.get_by_role("link", name="По сумме").press("Enter")
        expect(titles).to_have_text(["Порядок большой", "Порядок малый"])
        page.locator("summary", has_text="Порядок и вид").press("Enter")
        page.get_by_role("link", name="Компактные карточки").press("Enter")
        expect(place.locator(".card__fact, .card__subtitle")).to_have_count(0)
        # And dropped where it is won.
        expect(page.locator("stage-board[data-ready]")).to_be_visible()
        drag(page, card(page, "Порядок большой"), column(page, "Выиграна"))
        expect(page.locator("undo-toast")).to_contain_text("Сделка перемещена")
        expect(titles).to_have_text(["Порядок малый"])
        # The same by a thumb.
        phone = visits.open(krug, "administrator", viewport=PHONE, has_touch=True, is_mobile=True)
        phone.goto('/deals/board?filter=source = "Порядок"')
        phone.locator("summary", has_text="Порядок и вид").or_(phone.locator("summary[title='Порядок и вид']")).first.tap()
        phone.get_by_role("link", name="По следующему шагу").tap()
        expect(phone).to_have_url(re.compile("sort=next_step"))
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    finally:
        krug.api("PATCH", f"stages/{stage}", {"wip_limit": None}, **{"If-Match": "*"})
