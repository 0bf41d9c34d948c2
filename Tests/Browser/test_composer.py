"""Writing about a record: names of records, drafts that survive, templates."""

import re
from urllib.parse import quote_plus

from playwright.sync_api import expect

from conftest import PHONE
from people import field


def deal(krug, title):
    return f"/deals/{krug.make('deals', title=title, owner=krug.user('salesperson'))}"


def test_a_record_is_named_by_keys_and_becomes_a_link(visits, engine):
    other = deal(engine, "Помпы Ψ-10 для завода")
    page = visits.open(engine, "salesperson")
    page.goto(deal(engine, "Сделка со ссылкой"))
    box = page.locator(".composer__text:visible")
    box.click()
    box.press_sequentially("Как в #помпы Ψ")
    option = page.locator("#mentions [role=option]").first
    expect(option).to_contain_text("Помпы Ψ-10")
    box.press("ArrowDown")
    box.press("ArrowUp")
    box.press("Enter")
    number = other.rsplit("/", 1)[1]
    expect(box).to_have_value(re.compile(rf"^Как в #deal:{number} $"))
    box.press("Control+Enter")
    link = page.locator(f'.timeline__body a[href="{other}"]')
    expect(link).to_have_text("Помпы Ψ-10 для завода")
    # The title is the present one.
    engine.api("PATCH", f"deals/{number}", {"title": "Помпы после смены имени"}, **{"If-Match": "*"})
    page.reload()
    expect(link).to_have_text("Помпы после смены имени")


def test_what_was_typed_is_there_on_another_device_and_gone_when_sent(visits, engine):
    url = deal(engine, "Сделка с черновиком")
    desk = visits.open(engine, "salesperson")
    desk.goto(url)
    desk.keyboard.press("t")
    desk.locator(".composer__text:visible").press_sequentially("Позвонить <завтра> 🚚")
    expect(desk.locator(".composer__draft:visible")).to_have_text("Черновик сохранён")
    desk.close()
    phone = visits.open(engine, "salesperson", viewport=PHONE, has_touch=True)
    phone.goto(url)
    box = phone.locator(".composer__text:visible")
    expect(box).to_have_value("Позвонить <завтра> 🚚")
    other = visits.open(engine, "administrator")
    other.goto(url)
    expect(other.locator(".composer__text:visible")).to_have_value("")
    phone.locator(".composer__panel:visible").get_by_role("button", name="Добавить").click()
    expect(phone.locator(".timeline").first).to_contain_text("Позвонить <завтра> 🚚")
    expect(phone.locator(".composer__text:visible")).to_have_value("")


def test_what_is_typed_while_signed_out_is_kept_and_sent_after_signing_in(visits, krug):
    from krug import CAST, PASSWORD
    from people import sign_in

    # A session of its own, which others do not need.
    page = visits.open(krug)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    url = deal(krug, "Сделка без сессии")
    page.goto(url)
    page.context.clear_cookies()
    box = page.locator(".composer__text:visible")
    box.press_sequentially("Написано после выхода")
    expect(page.locator(".composer__draft:visible")).to_contain_text("Пока не сохранено")
    # Signed in elsewhere in the same browser, the page keeps it with the token of now; it comes again with the text.
    again = page.context.new_page()
    sign_in(again, CAST["salesperson"].email, PASSWORD)
    expect(page.locator(".composer__draft:visible")).to_have_text("Черновик сохранён")
    page.goto(url)
    expect(box).to_have_value("Написано после выхода")
    # A form that is sent without a session travels through the sign-in page.
    page.context.clear_cookies()
    box.press("Control+Enter")
    page.get_by_label("Эл. почта").fill(CAST["salesperson"].email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator(".timeline").first).to_contain_text("Написано после выхода")
    expect(box).to_have_value("")
    # The stream of news was turned away meanwhile, as it should.
    visits.problems[:] = [problem for problem in visits.problems if "EventSource" not in problem]


def test_a_template_is_written_once_and_put_in_where_the_cursor_is(visits, engine):
    page = visits.open(engine, "salesperson")
    url = deal(engine, "Сделка по шаблону")
    page.goto("/templates/new")
    field(page, "Название").fill("Первое письмо")
    field(page, "Текст").fill("Добрый день! По «{{название}}» напишет {{я}}.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("Первое письмо")
    page.goto(url)
    box = page.locator(".composer__text:visible")
    box.fill("До:  :после")
    for _ in range(7):
        box.press("ArrowLeft")
    page.locator(".composer__panel:visible summary").click()
    page.locator(".composer__panel:visible [data-insert]", has_text="Первое письмо").click()
    expect(box).to_be_focused()
    expect(box).to_have_value("До: Добрый день! По «Сделка по шаблону» напишет Вера Туманова. :после")


def test_an_entry_is_commented_on_below_it_and_pinned_on_top(visits, engine):
    url = deal(engine, "Сделка с обсуждением")
    page = visits.open(engine, "salesperson")
    page.goto(url)
    page.locator(".composer__text:visible").fill("Согласовали цену")
    page.locator(".composer__panel:visible button[type=submit]").click()
    note = page.locator(".timeline__entry", has_text="Согласовали цену")
    note.locator(".timeline__menu summary").click()
    note.get_by_text("Комментировать").click()
    box = note.locator(".thread__text")
    expect(box).to_be_focused()
    box.press_sequentially("А ски")
    with page.expect_response(lambda answer: quote_plus("А ски") in (answer.request.post_data or "")):
        box.press("Escape")
    expect(box).to_have_count(0)
    # What was begun is a draft, on every device.
    page.reload()
    note.get_by_role("link", name="Продолжить черновик: А ски").press("Enter")
    expect(box).to_have_value("А ски")
    box.press("End")
    box.press_sequentially("дка?")
    box.press("Control+Enter")
    expect(note.locator(".thread__said")).to_have_text("А скидка?")
    # Others read it on the phone, answer, and see what is pinned.
    note.locator(".timeline__menu summary").last.click()
    note.get_by_role("button", name="Закрепить вверху").click()
    expect(page.locator(".timeline").first).to_contain_text("Закреплено")
    head = visits.open(engine, "administrator", viewport=PHONE, has_touch=True)
    head.goto(url)
    pinned = head.locator(".timeline").first.locator(".timeline__entry")
    expect(pinned).to_contain_text("А скидка?")
    assert head.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    pinned.locator(".thread__reply").tap()
    pinned.locator(".thread__text").fill("Пять процентов")
    pinned.locator(".thread__form button[type=submit]").tap()
    expect(pinned.locator(".thread__said").last).to_have_text("Пять процентов")
    # One that is given up is gone for good, and the way to reply is back.
    reply = pinned.locator(".thread__reply")
    reply.tap()
    pinned.locator(".thread__text").press_sequentially("Лучше не")
    expect(pinned.locator(".composer__draft")).to_have_text("Черновик сохранён")
    with head.expect_response("**/drafts"):
        pinned.get_by_role("button", name="Отмена").tap()
    head.reload()
    expect(reply).to_have_text("Ответить")
    reply.tap()
    pinned.locator(".thread__text").press_sequentially("Или да")
    expect(pinned.locator(".composer__draft")).to_have_text("Черновик сохранён")
    head.reload()
    expect(reply).to_have_text("Продолжить черновик: Или да")
    reply.tap()
    expect(pinned.locator(".thread__text")).to_have_value("Или да")
    with head.expect_response("**/drafts"):
        pinned.get_by_role("button", name="Отмена").tap()
    expect(reply).to_have_text("Ответить")
    # The first page hears of it; pins are taken back.
    expect(page.locator(".thread__said").last).to_have_text("Пять процентов")
    page.keyboard.press("Control+z")
    expect(page.locator(".timeline").first).not_to_contain_text("Закреплено")


def test_a_draft_is_found_where_newer_entries_have_pushed_out_what_it_is_about(visits, engine):
    url = deal(engine, "Сделка с длинной историей")
    number = int(url.rsplit("/", 1)[1])
    own = {"about": {"object": "deal", "id": number}, "owner": engine.user("salesperson")}
    engine.make("activities", subject="Давний звонок", kind="call", due_at="2026-01-10T10:00:00Z", done_at="2026-01-10T10:00:00Z", **own)
    page = visits.open(engine, "salesperson")
    page.goto(url)
    call = page.locator(".timeline__entry", has_text="Давний звонок")
    call.locator(".timeline__menu summary").click()
    call.get_by_text("Комментировать").click()
    call.locator(".thread__text").press_sequentially("Обещали скидку")
    expect(call.locator(".composer__draft")).to_have_text("Черновик сохранён")
    notes = [{"subject": f"Заметка {step}", "body": f"Заметка {step}", "kind": "note", **own} for step in range(60)]
    engine.api("POST", "batch", {"operations": [{"op": "create", "object": "activity", "values": note} for note in notes]})
    page.goto(url)
    expect(page.locator(".timeline__entry", has_text="Заметка 59")).to_have_count(1)
    expect(call.get_by_role("link", name="Продолжить черновик: Обещали скидку")).to_be_visible()
    # What is begun anywhere stands on the home page, for the one who began it.
    phone = visits.open(engine, "salesperson", viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto("/")
    begun = phone.locator(".panel", has_text="Начато и не отправлено").get_by_role("link", name="Обещали скидку")
    expect(begun).to_contain_text("Дело · Давний звонок")
    other = visits.open(engine, "administrator")
    other.goto("/")
    expect(other.locator(".shell")).not_to_contain_text("Обещали скидку")
    begun.tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Давний звонок")
    phone.get_by_role("link", name="Продолжить черновик: Обещали скидку").tap()
    phone.get_by_role("button", name="Отмена").tap()
    expect(phone.locator(".thread__form")).to_have_count(0)
