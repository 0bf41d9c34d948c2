"""The program as an application on a desk or a phone: installed, honest without a connection, leaving nothing behind."""

import json

from playwright.sync_api import Page, expect

from conftest import PHONE
from krug import CAST, PASSWORD
from people import sign_in

# What the browser has kept, by address.
KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return caches_.flat().map(({ url }) => new URL(url).pathname);
}"""
# Whether what answers without a connection is there.
READY = "async () => (await navigator.serviceWorker.getRegistration('/'))?.active?.state === 'activated'"


def wait_for(page: Page, question: str) -> None:
    """Until a question that takes a while is answered by yes; the limit is that of the test."""
    for _ in range(200):
        if page.evaluate(question):
            return
        page.wait_for_timeout(100)
    raise AssertionError(question)


def test_a_browser_can_install_it(visits, krug):
    page = visits.open(krug, "salesperson")
    page.goto("/companies")
    card = json.loads(page.request.get(page.locator('link[rel="manifest"]').get_attribute("href")).text())
    assert card["display"] == "standalone" and card["start_url"] == "/"
    assert all(page.request.get(icon["src"]).ok for icon in card["icons"])


def test_without_a_connection_a_page_says_so_and_opens_when_it_is_back(visits, krug):
    company = krug.make("companies", title="Далеко от города")
    page = visits.open(krug, "salesperson", viewport=PHONE, is_mobile=True, has_touch=True, service_workers="allow")
    page.goto("/companies")
    wait_for(page, READY)
    page.context.set_offline(True)
    page.goto(f"/companies/{company}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Нет связи с сервером")
    expect(page.get_by_role("link", name="Попробовать снова")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.bare__card')).display") == "flex", "it is drawn as ours"
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Далеко от города")


def test_where_one_works_the_lost_connection_is_said_and_what_was_typed_stays(visits, krug):
    page = visits.open(krug, "salesperson")
    page.goto("/companies/new")
    page.get_by_label("Название").fill("Напечатано в лифте")
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_have_text("Нет связи с сервером")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast--failure")).to_have_text("Нет связи с сервером")
    expect(page.get_by_label("Название")).to_have_value("Напечатано в лифте")
    page.context.set_offline(False)
    expect(page.locator(".offline")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Напечатано в лифте")


def test_keys_pressed_at_once_arrive_and_the_browser_keeps_nothing_of_a_person(visits, krug):
    company = krug.make("companies", title="Тайное дело")
    page = visits.open(krug, None, service_workers="allow")
    sign_in(page, CAST["observer"].email, PASSWORD)
    wait_for(page, READY)
    for _ in range(5):
        page.goto(f"/companies/{company}")
        page.keyboard.press("Control+KeyK")
        page.keyboard.type("тай")
        expect(page.locator(".palette__input")).to_have_value("тай")
        expect(page.locator(".palette__results")).to_contain_text("Тайное дело")
    kept = page.evaluate(KEPT)
    assert "/offline" in kept and all(url == "/offline" or url.startswith("/assets/") for url in kept), kept
    assert page.evaluate("localStorage.getItem('recent')")
    page.keyboard.press("Escape")
    page.locator(".topbar summary").last.click()
    page.get_by_role("button", name="Выйти").click()
    expect(page.get_by_role("heading", name="Вход")).to_be_visible()
    assert page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })") == "{}"
    rest = page.evaluate(KEPT)
    assert all(url == "/offline" or url.startswith("/assets/") for url in rest), rest
    page.go_back()
    expect(page.get_by_role("heading", name="Вход")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Тайное дело")


def test_in_english_it_says_so_in_english(visits, krug):
    page = visits.open(krug, None, locale="en-US", color_scheme="dark", service_workers="allow")
    page.goto("/sign-in")
    wait_for(page, READY)
    page.context.set_offline(True)
    page.goto("/deals")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection to the server")
    expect(page.get_by_role("link", name="Try again")).to_be_visible()
