"""Notes and tasks, the home page, search, users."""

import re
from datetime import datetime, timedelta, timezone

from playwright.sync_api import expect

from conftest import PHONE
from krug import CAST
from people import fact, field, open_menu, pick, press


def test_a_note_and_a_task_are_written_and_done(visits, engine):
    deal = engine.make("deals", title="Сделка с делами", owner=engine.user("salesperson"))
    page = visits.open(engine, "salesperson")
    page.goto(f"/deals/{deal}")
    page.locator(".composer__text:visible").fill("Ждут нас в четверг.\nПропуск заказан.")
    page.locator(".composer").get_by_role("button", name="Сохранить").click()
    expect(page.locator(".timeline")).to_contain_text("Пропуск заказан.")

    page.keyboard.press("t")
    expect(page.locator(".composer__text:visible")).to_be_focused()
    page.keyboard.type("Отвезти образцы")
    page.locator("[name=due_at]:visible").fill("2020-01-01T10:00")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline").first).to_contain_text("Отвезти образцы")

    page.goto("/")
    task = page.locator(".tasks__line", has_text="Отвезти образцы")
    expect(task).to_contain_text("Просрочено")
    expect(task).to_contain_text("Сделка с делами")
    task.get_by_role("button", name=re.compile("Готово")).click()
    expect(page.locator("undo-toast")).to_contain_text("Дело сделано")
    expect(task).to_have_count(0)


def test_search_finds_parts_of_names_and_the_wrong_layout(visits, engine):
    engine.make("people", name="Добронравова Светлана Юрьевна", phones=["+79161234567"])
    page = visits.open(engine, "administrator")
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator(".palette__input")).to_be_focused()
    for typed in ("нравова", "lj,hjyhfdjd", "1234567", "добронравова светлана"):
        page.locator(".palette__input").fill(typed)
        expect(page.locator(".palette__item", has_text="Добронравова Светлана Юрьевна")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.locator(".palette__input").fill("светлана доброн")
    expect(page.locator('.palette__item[aria-selected="true"]')).to_contain_text("Добронравова")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Добронравова Светлана Юрьевна")


def test_places_and_actions_are_found_too(page):
    page.goto("/")
    page.keyboard.press("Control+k")
    page.locator(".palette__input").fill("новая комп")
    page.locator(".palette__item", has_text="Новая компания").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Новая компания")


def test_an_invited_user_sets_a_password_and_works(visits, krug):
    page = visits.open(krug, "administrator")
    page.goto("/users/new")
    field(page, "Имя").fill("Дина Новикова")
    field(page, "Эл. почта").fill("dina@krug.test")
    field(page, "Роль").select_option(label="Менеджер по продажам")
    press(page, "Создать")
    open_menu(page)
    page.get_by_role("button", name="Ссылка-приглашение").click()
    link = page.locator("[name=link]").input_value()

    guest = visits.open(krug)
    guest.goto(link)
    expect(guest.get_by_role("heading", level=1)).to_have_text("Здравствуйте, Дина Новикова")
    guest.get_by_label("Новый пароль").fill("12345678")
    guest.get_by_role("button").first.click()
    expect(guest.locator(".field__error")).to_be_visible()
    guest.get_by_label("Новый пароль").fill("ветер-лодка-51-сосна")
    guest.get_by_role("button").first.click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Дина")
    again = visits.open(krug)
    again.goto(link)
    expect(again.get_by_role("heading", level=1)).to_have_text("Ссылка больше не действует")


def test_the_keys_of_a_page_are_told(page, krug):
    krug.make("companies", title="Компания для подсказки")
    page.goto("/companies")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#shortcuts")).to_contain_text("Следующая строка")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(re.compile("/deals/board$"))


def test_the_theme_is_chosen_and_kept(page):
    page.goto("/")
    page.locator(".topbar__person").click()
    page.get_by_role("button", name="Тёмное").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/companies")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("color-scheme", "dark")


def test_a_token_is_shown_once(page):
    page.goto("/profile")
    page.get_by_label("Для чего он?").fill("Склад")
    page.get_by_role("button", name="Создать токен").click()
    expect(page.locator(".secret")).to_contain_text("krug_")
    page.goto("/profile")
    expect(page.locator(".secret")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Склад")
    assert CAST["administrator"].name in page.locator("[name=name]").first.input_value()


def plan(krug, subject: str, due: str, **more) -> int:
    return krug.make("activities", subject=subject, due_at=due, owner=krug.user("salesperson"), **more)


def test_the_day_is_gone_through_by_keys(visits, engine):
    deal = engine.make("deals", title="Сделка дня", owner=engine.user("salesperson"))
    about = {"object": "deal", "id": deal}
    for subject, due in (("Первое дело дня", "2019-01-01T10:00:00Z"), ("Второе дело дня", "2019-01-02T10:00:00Z"), ("Третье дело дня", "2019-01-03T10:00:00Z")):
        plan(engine, subject, due, about=about)
    page = visits.open(engine, "salesperson")
    page.goto("/activities/day")
    expect(page.locator("day-list[data-ready]")).to_be_visible()
    first = page.locator(".tasks__line", has_text="Первое дело дня")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".tasks__line", has_text="Второе дело дня")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("d")
    expect(page.locator("undo-toast")).to_contain_text("Дело сделано")
    expect(first).to_have_count(0)
    expect(page.locator(".tasks__line", has_text="Второе дело дня")).to_be_focused()
    page.keyboard.press("t")
    expect(page.locator("undo-toast")).to_contain_text("Дело отложено")
    late = page.locator(".panel", has_text="Просрочено")
    expect(late.locator(".tasks__line", has_text="Второе дело дня")).to_have_count(0)
    page.locator("undo-toast").get_by_role("button", name="Отменить").click()
    expect(late.locator(".tasks__line", has_text="Второе дело дня")).to_be_visible()
    page.locator(".tasks__line", has_text="Третье дело дня").focus()
    # The same key on a Russian keyboard.
    page.keyboard.press("w")
    expect(late.locator(".tasks__line", has_text="Третье дело дня")).to_have_count(0)
    page.locator(".tasks__line", has_text="Второе дело дня").focus()
    page.keyboard.press("a")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Передать: Второе дело дня")
    page.goto("/activities/day")
    expect(page.locator("day-list[data-ready]")).to_be_visible()
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#shortcuts")).to_contain_text("На следующей неделе")


def test_what_is_next_is_asked_and_planned(visits, krug):
    deal = krug.make("deals", title="A deal to follow", owner=krug.user("salesperson"))
    plan(krug, "Call them", "2018-01-01T10:00:00Z", kind="call", about={"object": "deal", "id": deal})
    page = visits.open(krug, "salesperson", locale="en-US", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/activities/day")
    line = page.locator(".tasks__line", has_text="Call them")
    line.locator("summary").tap()
    line.get_by_role("button", name=re.compile("Talked|Поговорили")).tap()
    toast = page.locator("undo-toast")
    expect(toast).to_contain_text(re.compile("What is next|Что дальше"))
    toast.get_by_role("button", name=re.compile("In 3 days|Через 3 дня")).tap()
    expect(page.locator(".tasks__line", has_text="Call them")).to_be_visible()
    done = krug.all("activities", filter='subject = "Call them" and done_at is not empty')
    assert done[0]["call_result"] == "reached"
    assert krug.api("GET", f"deals/{deal}")["data"]["next_step"]


def test_a_checklist_is_ticked_off(page, krug):
    task = krug.make("activities", subject="Переезд", checklist="Собрать вещи\n[x] Заказать машину")
    page.goto(f"/activities/{task}")
    step = page.get_by_role("checkbox", name="Собрать вещи")
    expect(step).to_have_attribute("aria-checked", "false")
    step.click()
    expect(page.locator("undo-toast")).to_contain_text("Чек-лист изменён")
    expect(page.get_by_role("checkbox", name="Собрать вещи")).to_have_attribute("aria-checked", "true")
    expect(page.locator(".panel", has_text="Чек-лист")).to_contain_text("2/2")


def test_one_is_reminded_and_puts_it_off(page, krug):
    an_hour_ago = datetime.now(timezone.utc) - timedelta(hours=1)
    krug.make(
        "activities", subject="Перезвонить в банк", owner=krug.user("administrator"), remind_at=an_hour_ago.strftime("%Y-%m-%dT%H:%M:%SZ"))
    entry = page.locator(".timeline__entry", has_text="Перезвонить в банк")
    # The job that tells it runs behind.
    for _ in range(120):
        page.goto("/notifications")
        if entry.count():
            break
        page.wait_for_timeout(250)
    expect(entry).to_contain_text("Напоминание")
    entry.locator("summary", has_text="Позже").click()
    entry.get_by_role("button", name="Завтра утром").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Уведомления")
    expect(entry).to_have_count(0)
    page.get_by_role("link", name="Все", exact=True).click()
    expect(entry).to_be_visible()


def test_a_meeting_names_those_who_take_part(page, krug):
    krug.make("people", name="Зинаида Участникова")
    page.goto("/activities/new?kind=meeting")
    field(page, "Тема").fill("Разбор договора")
    pick(page, "Участники", "Участникова")
    press(page, "Создать")
    expect(page.get_by_role("heading", level=1)).to_have_text("Разбор договора")
    expect(fact(page, "Участники").get_by_role("link", name="Зинаида Участникова")).to_be_visible()


def test_the_numbers_of_home_open_their_rows(visits, engine):
    engine.make("deals", title="Выигранная дома", stage=engine.stage("Выиграна"), amount={"minor": 700_000, "currency": "RUB"})
    page = visits.open(engine, "administrator")
    page.goto("/")
    numbers = page.locator(".panel", has=page.get_by_role("heading", name="Наши показатели"))
    count = numbers.get_by_role("row", name=re.compile("Выигранных сделок")).locator("td a").first
    shown = int(re.sub(r"\D", "", count.inner_text()))
    count.click()
    expect(page.get_by_role("link", name="Выигранная дома")).to_be_visible()
    filtered = engine.all("deals", filter="status = won and closed_on = this_month")
    assert len(filtered) == shown
    page.goto("/")
    page.get_by_role("link", name="Мой день").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Мой день")
