"""Files on records: brought, looked at, replaced, given back, found."""

import base64

from playwright.sync_api import Page, expect

from krug import CAST, PASSWORD
from people import open_menu, press, sign_in, undo

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
DROP = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name));
    document.querySelector('.record__head, .record').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def files(page: Page):
    return page.locator(".file-list__item")


def test_files_are_added_several_at_once_dropped_and_taken_back(visits, engine):
    deal = engine.make("deals", title="Сделка с файлами", owner=engine.user("salesperson"))
    page = visits.open(engine, "salesperson")
    page.goto(f"/deals/{deal}")
    page.get_by_label("Добавить файлы").set_input_files([file("схема.png", PICTURE), file("уловка.png", b"<html><script>1</script>")])
    expect(files(page)).to_have_count(2)
    expect(files(page).filter(has_text="уловка.png")).to_contain_text("на самом деле это веб-страница")
    picture = files(page).filter(has_text="схема.png").locator("img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    expect(page.locator(".timeline")).to_contain_text("добавлен файл: схема.png")

    page.evaluate(DROP, ["заметка.txt", "Три тысячи штук"])
    expect(files(page)).to_have_count(3)
    undo(page)
    expect(files(page)).to_have_count(2)


def test_a_new_version_keeps_the_one_before_and_gives_it_back(visits, engine):
    deal = engine.make("deals", title="Сделка с версиями", owner=engine.user("salesperson"))
    page = visits.open(engine, "salesperson")
    page.goto(f"/deals/{deal}")
    page.get_by_label("Добавить файлы").set_input_files([file("договор.txt", "Первая редакция".encode())])
    page.get_by_role("link", name="договор.txt", exact=True).first.click()
    page.get_by_label("Новая версия").set_input_files([file("договор.txt", "Вторая редакция".encode())])
    expect(page.locator("undo-toast")).to_contain_text("Загружена новая версия")
    with page.expect_download() as download:
        page.get_by_role("link", name="Версия 1").click()
    assert download.value.path().read_text() == "Первая редакция"
    press(page, "Вернуть")
    expect(page.get_by_role("link", name="Версия 3")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать").first.click()
    assert download.value.path().read_text() == "Первая редакция"
    assert download.value.suggested_filename == "договор.txt"

    page.goto("/search?q=первая редакция")
    expect(page.get_by_role("link", name="договор.txt")).to_be_visible()


def test_a_file_is_added_and_deleted_without_scripts(visits, krug):
    deal = krug.make("deals", title="Файлы без скриптов", owner=krug.user("salesperson"))
    page = visits.open(krug, java_script_enabled=False)
    sign_in(page, CAST["salesperson"].email, PASSWORD)
    page.goto(f"/deals/{deal}")
    page.get_by_label("Добавить файлы").set_input_files([file("акт.txt", b"text")])
    page.locator(".file-form").get_by_role("button", name="Добавить", exact=True).click()
    expect(files(page)).to_have_count(1)
    page.get_by_role("link", name="акт.txt", exact=True).first.click()
    open_menu(page)
    page.locator(".record__actions").get_by_role("button", name="Удалить").click()
    page.goto(f"/deals/{deal}")
    expect(page.locator(".timeline")).to_contain_text("удалён файл: акт.txt")
    page.locator(".timeline__entry", has_text="удалён файл").get_by_role("button", name="Отменить").click()
    expect(files(page)).to_have_count(1)


def test_a_field_for_files_is_filled_in_the_form_and_leads_to_the_file(visits, engine):
    """A contract is chosen in the form, shown in the list and on the record's page, taken out again."""
    engine.make("custom_fields", object="deal", label="Contract", label_ru="Договор поставки", type="file")
    page = visits.open(engine, "salesperson")
    page.goto("/deals/new")
    page.get_by_label("Название").first.fill("Сделка с договором")
    page.get_by_label("Договор поставки").set_input_files([file("договор.pdf", b"%PDF-1.4 draft")])
    press(page, "Создать")
    expect(page.locator("h1")).to_contain_text("Сделка с договором")
    expect(page.locator(".facts, .record").get_by_role("link", name="договор.pdf", exact=True).first).to_be_visible()
    address = page.url.split("?")[0]
    page.goto("/deals?columns=title,contract&q=договором")
    # A file belongs to one record: its cell is not drawn over others.
    for place, handles in ((".table__title", 1), ('[data-label="Договор поставки"]', 0)):
        page.locator(f"tbody td{place}").evaluate("(cell) => { cell.tabIndex = -1; cell.focus(); }")
        expect(page.locator(".table__handle")).to_have_count(handles)
    page.get_by_role("link", name="договор.pdf").click()
    expect(page.locator("h1")).to_contain_text("договор.pdf")

    page.goto(f"{address}/edit")
    page.get_by_label("договор.pdf").uncheck()
    press(page, "Сохранить")
    expect(page.locator(".file-list__item")).to_have_count(1)
    undo(page)
    page.goto(f"{address}/edit?only=contract")
    expect(page.get_by_label("договор.pdf")).to_be_checked()
