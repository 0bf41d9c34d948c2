"""Tables that come in and go out: the import from the file to the report, the export of a list as it is shown."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from krug import roubles
from people import fact, press

CLIENTS = """Компания;ИНН;Город;Телефон;Заметка
ООО «Каравелла»;7736050003;Псков;+7 811 212-34-56;раз
;7728168971;Тула;;два
ООО «Бригантина»;;Псков;;три
"""


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))


def download(page: Page, name: str, place: Path) -> Path:
    with page.expect_download() as loading:
        if name == "Экспорт":
            page.locator("summary", has_text=name).click()
            name = "CSV"
        page.get_by_role("link", name=name).click()
    loading.value.save_as(place)
    return place


def send(page: Page, file: Path) -> None:
    """Sends a file and takes the columns as they were guessed."""
    page.goto("/import")
    page.locator("[name=file]").set_input_files(file)
    press(page, "Далее")
    press(page, "Импортировать")


def test_people_are_recognised_by_any_phone(visits, engine, tmp_path):
    page = visits.open(engine, "salesperson")
    file = tmp_path / "people.csv"
    file.write_text("ФИО;Телефон\nКрасавин Лев;+7 921 555-01-77\nКрасавина Ольга;+7 921 555-01-78\n", "utf-8")
    send(page, file)
    expect(figure(page, "Создано")).to_have_text("2")
    file.write_text(
        "ФИО;Телефон;Должность\nКрасавин Л. А.;8 (921) 555-01-77;Юрист\nДвое;+79215550177, +79215550178;Никто\n", "utf-8")
    page.goto("/import")
    page.locator("[name=file]").set_input_files(file)
    press(page, "Далее")
    page.get_by_label("Узнавать запись").select_option("по любому телефону")
    press(page, "Проверить")
    expect(page.get_by_label("Узнавать запись")).to_have_value("match.phone")
    press(page, "Импортировать")
    expect(figure(page, "Объединено")).to_have_text("1")
    expect(page.locator("tr", has_text="Подходит записей: 2")).to_contain_text("Красавина Ольга")


def figure(page: Page, label: str):
    return page.locator(".figure").filter(has=page.locator(f'.figure__label:text-is("{label}")')).locator(".figure__value")


def test_a_file_is_imported_and_what_was_rejected_is_corrected_and_sent_again(visits, engine, tmp_path):
    page = visits.open(engine, "salesperson")
    file = tmp_path / "clients.csv"
    file.write_text(CLIENTS, "utf-8")
    page.goto("/import")
    page.locator("[name=file]").set_input_files(file)
    press(page, "Далее")
    expect(page.get_by_label("Город")).to_have_value("company.city")
    expect(page.get_by_label("Заметка")).to_have_value("")
    press(page, "Импортировать")
    expect(figure(page, "Создано")).to_have_text("2")
    expect(figure(page, "Отклонено")).to_have_text("1")
    expect(page.locator("tr", has_text="Заполните это поле.")).to_contain_text("Компания")

    rejected = download(page, "Скачать отклонённые строки", tmp_path / "rejected.csv")
    assert table(rejected)[0][:2] == ["Компания", "ИНН"] and len(table(rejected)) == 2
    rejected.write_text(rejected.read_text("utf-8-sig").replace(";7728168971", "АО «Шхуна»;7728168971", 1), "utf-8")
    send(page, rejected)
    expect(figure(page, "Создано")).to_have_text("1")
    expect(figure(page, "Отклонено")).to_have_text("0")
    page.goto("/companies?filter=title+%3D+%22АО+«Шхуна»%22")
    page.get_by_role("link", name="АО «Шхуна»", exact=True).click()
    expect(fact(page, "ИНН")).to_have_text("7728168971")
    expect(fact(page, "Город")).to_have_text("Тула")


def test_an_import_is_tried_first_and_what_it_rejects_is_corrected_on_the_spot(visits, engine, tmp_path):
    page = visits.open(engine, "salesperson")
    file = tmp_path / "dry.csv"
    file.write_text("Компания;ИНН;Город\nООО «Причал»;;Псков\nООО «Маяк»;;Тверь\n;;Тула\n;;Чита\n", "utf-8")
    page.goto("/import")
    page.locator("[name=file]").set_input_files(file)
    press(page, "Далее")
    press(page, "Пробный прогон")
    expect(figure(page, "Отклонено")).to_have_text("2")
    page.locator(".figure", has_text="Новых").click()
    expect(page.locator("tr", has_text="ООО «Маяк»")).to_contain_text("Город")
    expect(page.locator("tr", has_text="ООО «Маяк»")).to_contain_text("Тверь")
    press(page, "Импортировать")
    expect(figure(page, "Создано")).to_have_text("2")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Исправить отклонённые строки").click()
    expect(page.get_by_label("Город, 4")).to_have_value("Тула")
    expect(page.get_by_label("Компания, 4")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Компания, 4").fill("АО «Пирс»")
    page.get_by_label("Город, 5").fill("Чита-2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    press(page, "Загрузить эти строки")
    expect(page.locator(".notice").first).to_contain_text("Загружено: 1. Снова отклонено: 1.")
    expect(page.get_by_label("Город, 5")).to_have_value("Чита-2")
    page.get_by_role("link", name="К отчёту").click()
    expect(figure(page, "Создано")).to_have_text("3")
    expect(figure(page, "Отклонено")).to_have_text("1")
    page.goto("/companies?q=Пирс")
    page.get_by_role("link", name="АО «Пирс»").first.click()
    expect(fact(page, "Город")).to_have_text("Тула")


def test_an_import_is_taken_back_as_a_whole(visits, krug, tmp_path):
    page = visits.open(krug, "salesperson")
    file = tmp_path / "more.csv"
    file.write_text("Компания;Город\nООО «Лишняя раз»;Орёл\nООО «Лишняя два»;Орёл\n", "utf-8")
    send(page, file)
    expect(figure(page, "Создано")).to_have_text("2")
    page.goto("/actions")
    entry = page.locator(".timeline__entry", has_text="«Лишняя раз»").first
    entry.get_by_role("link", name="Импорт").click()
    page.get_by_role("button", name="Отменить импорт").click()
    page.locator("confirm-dialog [data-confirmed]").click()
    expect(page.locator(".notice", has_text="Импорт отменён")).to_contain_text("2")
    page.goto("/companies?q=Лишняя")
    expect(page.locator("tbody tr")).to_have_count(0)
    page.goto("/import")
    expect(page.locator("tr", has_text="more.csv")).to_contain_text("Отменён")
    page.get_by_role("link", name="more.csv").click()
    page.get_by_role("button", name="Вернуть импорт").click()
    expect(page.locator(".notice", has_text="Импорт возвращён")).to_contain_text("2")
    page.goto("/companies?q=Лишняя")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_the_export_is_the_list_as_it_is_shown(page, krug, tmp_path):
    company = krug.make("companies", title="АО «Выгрузка»")
    for number in range(1, 4):
        krug.make("deals", title=f"Партия {number}", company=company, amount=roubles(number * 1000), source="Выставка")
    page.goto(f"/deals?filter=company+%3D+{company}+and+amount+%3E%3D+2000&sort=-amount&columns=title&columns=source&columns=amount")
    heads = page.locator("thead th:not(.table__check)").all_inner_texts()
    assert heads == ["Название", "Источник", "Сумма"]
    shown = [row.locator("td:not(.table__check)").all_inner_texts() for row in page.locator("tbody tr").all()]
    written = table(download(page, "Экспорт", tmp_path / "deals.csv"))
    assert written[0] == heads
    assert [row[:2] for row in written[1:]] == [row[:2] for row in shown] == [["Партия 3", "Выставка"], ["Партия 2", "Выставка"]]
    assert [re.sub(r"\D.*", "", row[2]) for row in written[1:]] == ["3000", "2000"]


def test_whoever_may_not_export_is_offered_none(visits, krug):
    page = visits.open(krug, "salesperson")
    page.goto("/companies")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Компании")
    expect(page.locator("summary", has_text="Экспорт")).to_have_count(0)
