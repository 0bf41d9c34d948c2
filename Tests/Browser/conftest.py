"""What the browser tests share: a krug on each engine, a browser, pages that fail a test on any error of theirs."""

import os

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

import sample
from krug import CAST, PASSWORD, Krug, fresh_database
from people import sign_in

CHROMIUM = "/usr/bin/chromium"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def sqlite():
    yield from running(None)


@pytest.fixture(scope="session")
def postgres():
    yield from running(fresh_database(os.environ["KRUG_TEST_POSTGRES"]))


def running(database: str | None):
    krug = Krug(database)
    try:
        krug.hire()
        krug.start()
        yield krug
    finally:
        krug.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request) -> Krug:
    """The main ways through the program hold on both engines."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def krug(sqlite) -> Krug:
    return sqlite


@pytest.fixture(scope="module")
def office():
    """A company at work, with a server of its own."""
    krug = Krug()
    try:
        krug.hire()
        krug.start()
        sample.fill(krug)
        yield krug
    finally:
        krug.stop()


@pytest.fixture(scope="session")
def browser():
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visits:
    """Opens windows for people and keeps what goes wrong in them."""

    def __init__(self, browser: Browser, kept: dict):
        self.browser = browser
        self.kept = kept
        self.contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    def open(self, krug: Krug, role: str | None = None, **options) -> Page:
        """A new window, signed in with that role."""
        # What a browser keeps for when there is no connection is looked at by tests of its own.
        options = {"viewport": DESK, "locale": "ru-RU", "base_url": krug.address, "service_workers": "block", **options}
        key = (krug.port, role)
        if role and key not in self.kept:
            context = self.browser.new_context(base_url=krug.address, locale="ru-RU")
            page = context.new_page()
            sign_in(page, CAST[role].email, PASSWORD)
            self.kept[key] = context.storage_state()
            context.close()
        context = self.browser.new_context(**{"storage_state": self.kept.get(key), **options})
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        context.on("page", self.watch)
        return context.new_page()

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self.hear(page, message))
        page.on("response", lambda answer: self.look(page, answer))

    def hear(self, page: Page, message) -> None:
        # A refused form is no error of the page; `look` judges what the server answers.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"{page.url}: {message.text}")

    def look(self, page: Page, answer) -> None:
        is_asset = answer.request.resource_type not in ("document", "fetch", "eventsource")
        if answer.status >= 500 or is_asset and answer.status >= 400:
            self.problems.append(f"{answer.status} {answer.request.method} {answer.url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture(scope="session")
def kept() -> dict:
    """Who has signed in already, by server and role."""
    return {}


@pytest.fixture
def visits(browser, kept):
    visits = Visits(browser, kept)
    yield visits
    visits.close()
    assert not visits.problems, "\n".join(visits.problems)


@pytest.fixture
def page(visits, krug) -> Page:
    """The administrator's window."""
    return visits.open(krug, "administrator")
