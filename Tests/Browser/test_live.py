"""What others do appears by itself: on the page of a record, in a list, at the bell. As two people at two browsers see it."""

from pathlib import Path

from playwright.sync_api import expect

from conftest import PHONE
from krug import CAST, Krug


def deal(krug, title):
    """A deal of the salesperson's."""
    return f"/deals/{krug.make('deals', title=title, stage=1, owner=krug.user('salesperson'))}"


def test_a_change_of_another_appears_and_what_one_writes_stays(engine, visits):
    writer, reader = visits.open(engine, "salesperson"), visits.open(engine, "administrator")
    url = deal(engine, "Насосы")
    writer.goto(url)
    reader.goto(url)
    expect(reader.locator(".presence")).not_to_be_empty()
    expect(writer.locator(".presence")).not_to_be_empty()
    note = reader.locator(".composer__text").first
    note.fill("Половина мысли")
    writer.goto(f"{url}/edit")
    title = writer.locator("[name=title]")
    title.fill("Насосы живьём")
    title.press("Enter")
    expect(reader.locator("h1")).to_contain_text("Насосы живьём")
    expect(note).to_have_value("Половина мысли")
    # What is given away is gone for whoever had it open, who is told so.
    writer.goto(url)
    expect(writer.locator(".presence")).not_to_be_empty()
    number = int(url.rsplit("/", 1)[1])
    engine.api("PATCH", f"deals/{number}", {"owner": engine.user("administrator")}, **{"If-Match": "*"})
    expect(writer.locator("undo-toast")).to_contain_text("закрыта для вас")


def test_a_list_follows(krug, visits):
    writer, reader = visits.open(krug, "salesperson"), visits.open(krug, "administrator", viewport=PHONE)
    url = deal(krug, "Рядом")
    # The stream is open once the bell knows its number.
    with reader.expect_request("**/live?**"):
        reader.goto("/deals?view=0&q=Рядом")
    writer.goto(f"{url}/edit")
    title = writer.locator("[name=title]")
    title.fill("Рядом переименована")
    title.press("Enter")
    expect(reader.locator(f'tr[data-href="{url}"]')).to_contain_text("Рядом переименована")


def test_what_changed_out_of_sight_is_there_when_one_comes_back(krug, visits):
    reader = visits.open(krug, "administrator")
    url = deal(krug, "Из виду")
    with reader.expect_request("**/live?**"):
        reader.goto(url)
    turn = """state => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }"""
    reader.evaluate(turn, "hidden")
    krug.api("PATCH", url[1:], {"title": "Из виду не ушла"}, **{"If-Match": "*"})
    reader.evaluate(turn, "visible")
    expect(reader.locator("h1")).to_contain_text("Из виду не ушла")


def test_who_is_mentioned_hears_it_at_once(krug, visits):
    writer, reader = visits.open(krug, "administrator"), visits.open(krug, "salesperson")
    url = deal(krug, "Спросить о сроках")
    name = CAST["salesperson"].name
    reader.goto("/notifications")
    # The deal is new to its owner too.
    reader.get_by_role("button", name="Всё прочитано").click()
    expect(reader.locator(".empty")).to_be_visible()
    writer.goto(url)
    box = writer.locator(".composer__text").first
    box.click()
    box.press_sequentially(f"Спросить @{name[:3]}")
    # Right behind the last letter, however long the server takes: who is meant is found by all of it.
    expect(writer.locator("#mentions [role=option]").first).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value(f"Спросить @{name} ")
    writer.locator(".composer__panel:visible button[type=submit]").click()
    expect(reader.locator(".bell__count")).to_have_text("1")
    reader.reload()
    expect(reader.locator(".timeline__entry").first).to_contain_text("упомянули")
    reader.locator(".timeline__entry a").first.click()
    expect(reader.locator(".timeline__entry:target")).to_contain_text("Спросить @")
    reader.goto("/notifications")
    reader.get_by_role("button", name="Прочитано", exact=True).click()
    expect(reader.locator(".empty")).to_be_visible()
    expect(reader.locator(".bell__count")).to_be_hidden()


def test_the_api_is_read_and_tried(krug, visits):
    page = visits.open(krug, "administrator")
    page.goto("/developers")
    expect(page.locator(".explorer__list h2")).to_have_text("Сделки")
    operation = page.locator("details", has_text="/api/deals/{id}").filter(has_text="GET").first
    expect(operation).to_contain_text("Одна запись: сделка")
    operation.locator("summary").click()
    expect(operation).to_contain_text("ETag уже известной версии.")
    operation.locator("[name=id]").fill("999999")
    operation.get_by_role("button", name="Выполнить").click()
    expect(operation.locator(".explorer__result")).to_contain_text("404")


def test_a_server_that_ends_lets_the_pages_go_that_listen(visits):
    krug = Krug()
    try:
        krug.hire()
        krug.start()
        page = visits.open(krug, "administrator")
        with page.expect_response("**/live?**"):
            page.goto("/deals?view=0")
        krug.process.terminate()
        assert krug.process.wait(timeout=60) == 0
        # It would have to cut them off.
        assert "error" not in (Path(krug.folder.name) / "log").read_text()
    finally:
        krug.stop()


def test_a_record_is_followed_by_a_key_and_its_changes_are_told(krug, visits):
    follower, writer = visits.open(krug, "observer"), visits.open(krug, "administrator")
    number = krug.make("deals", title="Под наблюдением", owner=krug.user("administrator"))
    url = f"/deals/{number}"
    follower.goto(url)
    expect(follower.get_by_role("button", name="Следить", exact=True)).to_be_visible()
    follower.keyboard.press("f")
    expect(follower.get_by_role("button", name="Не следить")).to_be_visible()
    follower.goto("/notifications")
    expect(follower.locator(".empty")).to_be_visible()
    writer.goto(f"{url}/edit")
    title = writer.locator("[name=title]")
    title.fill("Под наблюдением и дальше")
    title.press("Enter")
    expect(follower.locator(".bell__count")).to_have_text("1")
    follower.reload()
    expect(follower.locator(".timeline__entry").first).to_contain_text("изменения: Под наблюдением и дальше")
    follower.goto("/deals?filter=has+follower.about+where+(user+%3D+me)")
    expect(follower.locator("list-view tbody tr")).to_have_count(1)
