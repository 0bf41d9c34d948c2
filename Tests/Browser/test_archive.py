"""The archive: out of the list by the menu of a record or for many, there under its tab, and back."""

import io
import zipfile

from playwright.sync_api import expect

from conftest import PHONE
from people import press, undo


def test_records_go_into_the_archive_and_come_back(visits, engine):
    ids = [engine.make("companies", title=f"Архивная {number}") for number in (1, 2, 3)]
    page = visits.open(engine, "administrator")
    page.goto(f"/companies/{ids[0]}")
    page.locator('summary[title="Действия"]').first.click()
    page.get_by_role("button", name="В архив", exact=True).click()
    expect(page.locator("main .notice")).to_contain_text("В архиве с")
    undo(page)
    expect(page.locator("main .notice")).to_have_count(0)

    listed = '/companies?filter=title starts with "Архивная"'
    page.goto(listed)
    rows = page.locator(".table__row")
    expect(rows).to_have_count(3)
    for number in (2, 3):
        rows.filter(has_text=f"Архивная {number}").get_by_role("checkbox").check()
    page.locator(".bulk-bar").get_by_text("Действия").click()
    page.locator(".bulk-bar").get_by_role("button", name="В архив", exact=True).click()
    press(page, "Изменить 2 компании")
    expect(page.locator("undo-toast")).to_contain_text("Изменено: 2 компании")
    page.goto(listed)
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="Архив", exact=True).click()
    expect(rows.filter(has_text="Архивная 2")).to_have_count(1)
    expect(page.locator(".chip", has_text="В архиве")).to_be_visible()
    page.goto(f"/companies/{ids[1]}")
    page.get_by_role("button", name="Вернуть", exact=True).click()
    page.goto(listed)
    expect(rows).to_have_count(2)


def test_the_whole_workspace_is_downloaded_as_one_package(visits, krug):
    page = visits.open(krug, "administrator", viewport=PHONE, has_touch=True)
    page.goto("/settings")
    page.get_by_role("link", name="Рабочее пространство целиком").first.tap()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Скачать пакет").tap()
    with open(taken.value.path(), "rb") as file:
        package = file.read()
    names = zipfile.ZipFile(io.BytesIO(package)).namelist()
    assert "krug.json" in names and "records/company.jsonl" in names
    # A workspace in use takes none, and says so beside the field.
    page.locator("input[type=file]").set_input_files({"name": "all.zip", "mimeType": "application/zip", "buffer": package})
    page.get_by_role("button", name="Загрузить", exact=True).tap()
    expect(page.locator("main")).to_contain_text("Рабочее пространство уже используется")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
