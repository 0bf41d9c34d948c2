"""Every main page in both themes and languages, on a desk and on a phone: readable for everybody, nothing sticks out."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from conftest import PHONE
from krug import CAST, PASSWORD

PAGES = {
    "home": "/", "board": "/deals/board", "list": "/deals", "filtered": "/deals?filter=status+%3D+open&sort=amount", "companies": "/companies",
    "people": "/people", "activities": "/activities", "record": "/deals/1", "company": "/companies/1", "person": "/people/1",
    "activity": "/activities/1", "form": "/deals/new", "edit": "/companies/1/edit", "lose": "/deals/1/lose", "history": "/deals/1/history",
    "search": "/search?q=насос", "profile": "/profile", "settings": "/settings", "users": "/users", "user": "/users/1", "stages": "/stages",
    "duplicates": "/people/duplicates", "merge": "/companies/merge?id=1&id=2", "doubled": "/settings/duplicates", "nothing": "/products", "missing": "/deals/999999",
}
# What is written in Latin letters in Russian too.
LATIN = {
    "Krug", "API", "English", "Ctrl", "Esc", "Chrome", "Linux", "RUB", "USD", "EUR", "tests", "amount", "and", "owner", "me", "gt",
}


def barriers(page: Page) -> list[str]:
    """What keeps some people from using the page, by axe."""
    # What fades in has its colours only at the end; what turns for ever is left alone.
    page.evaluate("""async () => {
      const ending = document.getAnimations().filter((each) => each.effect.getComputedTiming().iterations !== Infinity);
      await Promise.allSettled(ending.map((each) => each.finished));
    }""")
    result = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{page.url} {rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:240]}"
        for rule in result.response["violations"] for node in rule["nodes"]]


def every(page: Page, look) -> None:
    """Looks at all pages in one window, and tells of everything at once."""
    found = []
    for address in PAGES.values():
        page.goto(address)
        found += look(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_pages_can_be_used_by_everybody(visits, office, theme):
    every(visits.open(office, "administrator", color_scheme=theme), barriers)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_component_can_be_used_by_everybody(visits, office, language, theme):
    page = visits.open(office, "administrator", color_scheme=theme)
    page.goto("/styleguide")
    samples = page.locator("main .menu__item").evaluate_all("all => all.map(({ pathname }) => pathname)")
    assert len(samples) > 8
    found = []
    for sample in samples:
        page.goto(f"{sample}?language={language}")
        found += barriers(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sign_in_page_can_be_used_by_everybody(visits, office, theme):
    page = visits.open(office, color_scheme=theme)
    page.goto("/sign-in")
    assert barriers(page) == []


def test_what_opens_over_a_page_can_be_used_by_everybody(visits, office):
    page = visits.open(office, "administrator")
    page.goto("/deals/1")
    page.locator(".record__actions summary").click()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator(".palette__input").fill("насос")
    expect(page.locator(".palette__item").first).to_be_visible()
    assert barriers(page) == []


def test_nothing_sticks_out_on_a_phone(visits, office):
    def sticking(page: Page) -> list[str]:
        width = page.evaluate("document.documentElement.scrollWidth")
        return [f"{page.url}: {width}"] if width > PHONE["width"] else []

    every(visits.open(office, "administrator", viewport=PHONE, is_mobile=True, has_touch=True), sticking)


def test_the_board_is_moved_through_on_a_phone(visits, office):
    page = visits.open(office, "administrator", viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto("/deals/board")
    page.locator('.board__column[data-title="Переговоры"]').scroll_into_view_if_needed()
    card = page.locator('.board__column[data-title="Переговоры"] .card').first
    title = card.locator(".card__title").inner_text()
    card.locator("a").first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.locator(".stage-bar__step", has_text="Предложение").tap()
    expect(page.locator(".stage-bar__step--current")).to_have_text("Предложение")
    page.locator("undo-toast").get_by_role("button", name="Отменить").tap()
    expect(page.locator(".stage-bar__step--current")).to_have_text("Переговоры")


def words(page: Page) -> str:
    """All that is read, seen or aloud."""
    return page.evaluate("""() => [document.title, document.body.innerText, ...[...document.querySelectorAll(
        '[aria-label], [title], [placeholder], [data-label], [data-confirm]')].flatMap((element) => ['aria-label', 'title', 'placeholder',
        'data-label', 'data-confirm'].map((name) => element.getAttribute(name) ?? ''))].join('\\n')""")


def test_russian_pages_speak_russian(visits, office):
    def foreign(page: Page) -> list[str]:
        text = re.sub(r"\S+@\S+|https?://\S+|\S+\.example\b|krug_\S+", " ", words(page))
        currencies = set(page.locator("select option").all_inner_texts())
        found = set(re.findall(r"[A-Za-z]{2,}", text)) - LATIN - currencies
        return [f"{page.url}: {sorted(found)}"] if found else []

    every(visits.open(office, "administrator"), foreign)


def test_english_pages_speak_english(visits, office, english):
    """What people typed may be in any language, so only the words of the interface are looked at."""
    own = "nav, .page-head__actions, th:not(.merge__head, .comparison [scope=row]), .field__label, .button, .panel__title, .record__facts .facts__label, .figure__label, .filters, .tabs"

    def foreign(page: Page) -> list[str]:
        found = set(re.findall(r"[А-Яа-яЁё]+", "\n".join(page.locator(own).all_inner_texts()))) - {"Русский"}
        return [f"{page.url}: {sorted(found)}"] if found else []

    every(visits.open(office, storage_state=english), foreign)


@pytest.fixture(scope="module")
def english(browser, office):
    """The window of a user who reads English."""
    context = browser.new_context(base_url=office.address, locale="ru-RU")
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Эл. почта").fill(CAST["observer"].email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()
    page.locator(".topbar__person").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    state = context.storage_state()
    context.close()
    return state
