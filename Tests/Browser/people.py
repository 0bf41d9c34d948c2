"""What people do on pages, in the words of the Russian interface."""

from playwright.sync_api import Locator, Page, expect


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Эл. почта").fill(email)
    page.get_by_label("Пароль").fill(password)
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.locator(".shell")).to_be_visible()


def field(page: Page, label: str) -> Locator:
    """The control behind a label, required or not."""
    return page.locator("main .field").filter(has=page.locator(f'.field__label:text-matches("^{label}")')).locator(
        "input.input, textarea.input, select.input, .picker__input").first


def pick(page: Page, label: str, text: str) -> None:
    """Chooses a record by a part of its name."""
    field(page, label).press_sequentially(text)
    page.locator("main .picker__list:visible .picker__option").first.click()
    expect(page.locator(".picker__token", has_text=text)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def undo(page: Page) -> None:
    page.locator("undo-toast").get_by_role("button", name="Отменить").click()


def fact(page: Page, label: str) -> Locator:
    """A value on a record's page."""
    return page.locator(".facts__row").filter(has=page.locator(f'.facts__label:text-is("{label}")')).locator(".facts__value")


def column(page: Page, title: str) -> Locator:
    return page.locator(f'.board__column[data-title="{title}"]')


def card(page: Page, title: str) -> Locator:
    return page.locator(".board .card").filter(has=page.locator(f'.card__title:text-is("{title}")'))


def open_board(page: Page) -> None:
    page.goto("/deals/board")
    expect(page.locator("stage-board[data-ready]")).to_be_visible()


def drag(page: Page, what: Locator, where: Locator) -> None:
    """As a hand does it: takes hold, moves in steps, lets go. A card that is still on its way back can't be held; one tries again."""
    for _ in range(3):
        # The board may just be renewed, because of what others did.
        what.evaluate("card => card.scrollIntoView({ block: 'nearest', inline: 'nearest' })")
        if hold(page, what, where):
            break
        page.mouse.up()
    expect(where.locator(".card--ghost")).to_be_visible()
    page.mouse.up()


def hold(page: Page, what: Locator, where: Locator) -> bool:
    """Takes hold of a card and brings it to a column; whether it came along."""
    start, end = what.bounding_box(), where.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 14)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 12, start["y"] + 20, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 90, steps=12)
    # The card follows the hand a moment later.
    for nudge in range(20):
        page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 92 + nudge % 2 * 4)
        if where.locator(".card--ghost").count():
            return True
        page.wait_for_timeout(50)
    return False


def open_menu(page: Page) -> None:
    """What else can be done with a record."""
    page.locator(".record__actions summary").click()
