"""Values changed where they stand: in the cells of a list and on a record's page."""

from playwright.sync_api import expect

from krug import roubles
from people import fact, undo


def editor(page):
    return page.locator("field-editor").locator("input:not([type=hidden]), select, textarea").first


def cell(page, title, label):
    return page.locator("tbody tr", has_text=title).locator(f'td[data-label="{label}"]')


def test_cells_are_changed_by_mouse_and_by_keys(visits, engine):
    for title in ("Ячейка первая", "Ячейка вторая"):
        engine.make("deals", title=title, amount=roubles(1000), stage=1)
    page = visits.open(engine, "administrator")
    page.goto("/deals?q=Ячейка&sort=title&columns=title,amount,source")
    first = cell(page, "Ячейка первая", "Сумма")
    first.click()
    editor(page).fill("много")
    page.keyboard.press("Enter")
    expect(page.locator("field-editor .field__error")).to_contain_text("Введите сумму")
    expect(editor(page)).to_have_value("много")
    editor(page).fill("2500")
    page.keyboard.press("Enter")
    expect(first).to_have_text("2 500 ₽")
    expect(page.locator("undo-toast")).to_contain_text("Сделка изменена")

    # Sorted by title, the second stands first.
    cell(page, "Ячейка вторая", "Сумма").click()
    editor(page).fill("3000")
    # By way of the currency.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("field-editor")).to_have_attribute("aria-label", "Источник")
    editor(page).fill("Выставка")
    page.keyboard.press("Enter")
    expect(cell(page, "Ячейка вторая", "Сумма")).to_have_text("3 000 ₽")
    expect(cell(page, "Ячейка вторая", "Источник")).to_have_text("Выставка")
    expect(cell(page, "Ячейка первая", "Источник")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("F2")
    editor(page).fill("9")
    page.keyboard.press("Escape")
    expect(page.locator("field-editor")).to_have_count(0)
    expect(first).to_have_text("2 500 ₽")

    undo(page)
    expect(page.locator("undo-toast")).to_contain_text("Действие отменено")
    expect(cell(page, "Ячейка вторая", "Источник")).to_have_text("")


def test_what_could_not_be_sent_stays_in_the_cell(visits, krug):
    deal = krug.make("deals", title="Обрыв связи", amount=roubles(1000), stage=1)
    page = visits.open(krug, "administrator")
    page.goto(f"/deals?filter=id = {deal}")
    amount = cell(page, "Обрыв связи", "Сумма")
    amount.click()
    editor(page).fill("77")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator("undo-toast")).to_contain_text("Нет связи")
    expect(editor(page)).to_have_value("77")
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(amount).to_have_text("77 ₽")


def test_two_people_change_a_record_at_once(visits, krug):
    deal = krug.make("deals", title="Вдвоём", amount=roubles(1000), stage=1, source="Звонок")
    ours = visits.open(krug, "administrator")
    ours.goto(f"/deals/{deal}")
    fact(ours, "Источник").click()
    editor(ours).fill("Тендер")
    theirs = visits.open(krug, "administrator")
    theirs.goto(f"/deals/{deal}")
    fact(theirs, "Сумма").click()
    editor(theirs).fill("5000")
    theirs.keyboard.press("Enter")
    expect(fact(theirs, "Сумма")).to_have_text("5 000 ₽")
    # Another field: both stand.
    ours.keyboard.press("Enter")
    expect(fact(ours, "Источник")).to_have_text("Тендер")
    expect(fact(ours, "Сумма")).to_have_text("5 000 ₽")
    # The same field: both values are shown, and who saves again has seen them.
    fact(ours, "Сумма").click()
    editor(ours).fill("6000")
    fact(theirs, "Сумма").click()
    editor(theirs).fill("7000")
    theirs.keyboard.press("Enter")
    expect(fact(theirs, "Сумма")).to_have_text("7 000 ₽")
    ours.keyboard.press("Enter")
    expect(ours.locator("field-editor .field__help")).to_contain_text("Сейчас в записи: 7 000 ₽")
    expect(editor(ours)).to_have_value("6000")
    ours.keyboard.press("Enter")
    expect(fact(ours, "Сумма")).to_have_text("6 000 ₽")


def test_a_touch_on_a_phone_opens_the_record_and_its_page_changes_values(visits, krug):
    deal = krug.make("deals", title="С телефона", amount=roubles(1000), stage=1)
    page = visits.open(krug, "administrator", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(f"/deals?filter=id = {deal}")
    cell(page, "С телефона", "Сумма").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("С телефона")
    page.locator(".facts__row", has_text="Сумма").locator(".facts__edit").tap()
    editor(page).fill("12")
    page.locator("field-editor").get_by_role("button", name="Сохранить").tap()
    expect(fact(page, "Сумма")).to_have_text("12 ₽")


def test_who_may_only_read_gets_no_editor(visits, krug):
    deal = krug.make("deals", title="Только читать", amount=roubles(1000), stage=1)
    page = visits.open(krug, "observer")
    page.goto(f"/deals?filter=id = {deal}")
    cell(page, "Только читать", "Сумма").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Только читать")
    expect(page.locator(".facts__edit")).to_have_count(0)


def test_a_column_from_a_spreadsheet_is_pasted_downward(visits, krug):
    for number in (1, 2, 3):
        krug.make("deals", title=f"Вставка {number}", amount=roubles(1000), stage=1)
    page = visits.open(krug, "administrator")
    page.goto("/deals?q=Вставка&sort=title&columns=title,amount")
    first = cell(page, "Вставка 1", "Сумма")
    first.click()
    expect(editor(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.setData('text/plain', '1 500\\nмного\\n2500\\n');
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }""")
    expect(page.locator("#confirm")).to_contain_text("(3)")
    page.locator("#confirm [data-confirmed]").click()
    expect(first).to_have_text("1 500 ₽")
    expect(cell(page, "Вставка 2", "Сумма")).to_contain_text("много")
    expect(cell(page, "Вставка 2", "Сумма").get_by_role("alert")).to_contain_text("Введите сумму")
    expect(cell(page, "Вставка 3", "Сумма")).to_have_text("2 500 ₽")
    undo(page)
    expect(cell(page, "Вставка 3", "Сумма")).to_have_text("1 000 ₽")
    expect(cell(page, "Вставка 1", "Сумма")).to_have_text("1 000 ₽")


def test_cells_are_filled_downward_by_keys_and_by_the_handle(visits, krug):
    for number in (1, 2, 3):
        krug.make("deals", title=f"Заливка {number}", amount=roubles(1000 * number), stage=1)
    page = visits.open(krug, "administrator")
    page.goto("/deals?q=Заливка&sort=title&columns=title,amount,created_at")
    amounts = [cell(page, f"Заливка {number}", "Сумма") for number in (1, 2, 3)]
    amounts[0].click()
    expect(editor(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(amounts[0]).to_be_focused()
    chosen = page.locator(".table__chosen")
    amounts[2].click(modifiers=["Shift"])
    expect(chosen).to_have_count(3)
    page.keyboard.press("Escape")
    expect(chosen).to_have_count(0)
    expect(amounts[0]).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(chosen).to_have_count(3)
    page.keyboard.press("Control+KeyD")
    expect(amounts[2]).to_have_text("1 000 ₽")
    expect(amounts[1]).to_have_text("1 000 ₽")
    undo(page)
    expect(amounts[2]).to_have_text("3 000 ₽")
    expect(amounts[1]).to_have_text("2 000 ₽")
    page.wait_for_load_state()

    # Keys that are held fill once: the first of the chosen keeps its value.
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/deals/cells") else None)
    amounts[1].click()
    expect(editor(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(amounts[1]).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    expect(chosen).to_have_count(2)
    page.keyboard.down("Control")
    page.keyboard.down("KeyD")
    page.keyboard.down("KeyD")
    page.keyboard.up("KeyD")
    page.keyboard.up("Control")
    expect(amounts[2]).to_have_text("2 000 ₽")
    expect(amounts[1]).to_have_text("2 000 ₽")
    assert len(sent) == 1
    undo(page)
    expect(amounts[2]).to_have_text("3 000 ₽")
    page.wait_for_load_state()

    # The last takes the value of the one above it.
    amounts[2].click()
    expect(editor(page)).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+KeyD")
    expect(amounts[2]).to_have_text("2 000 ₽")

    amounts[1].click()
    expect(editor(page)).to_be_visible()
    page.keyboard.press("Escape")
    handle = page.locator(".table__handle").bounding_box()
    page.mouse.move(handle["x"] + 4, handle["y"] + 4)
    page.mouse.down()
    above = amounts[0].bounding_box()
    page.mouse.move(handle["x"], above["y"] + 20)
    page.mouse.move(handle["x"], above["y"] + 10)
    expect(chosen).to_have_count(2)
    page.mouse.up()
    expect(amounts[0]).to_have_text("2 000 ₽")

    # Who tries a cell that can't be changed is told why.
    cell(page, "Заливка 2", "Создано").evaluate("(cell) => { cell.tabIndex = -1; cell.focus(); }")
    page.keyboard.press("F2")
    expect(page.locator("undo-toast[role=alert]")).to_contain_text("Круг заполняет сам")
