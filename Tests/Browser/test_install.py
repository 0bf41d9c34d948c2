"""The program as an application: its card, and what is said when the server is away."""

import json

from playwright.sync_api import expect


def test_a_browser_can_install_it_and_is_told_when_the_server_is_away(visits, krug):
    page = visits.open(krug, "salesperson")
    page.goto("/companies")
    card = json.loads(page.request.get(page.locator('link[rel="manifest"]').get_attribute("href")).text())
    assert card["display"] == "standalone" and page.request.get(card["icons"][0]["src"]).ok
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto("/deals")
    expect(page.get_by_role("heading", name="Нет связи с сервером")).to_be_visible()
    # Styled and in its place, though nothing was fetched.
    assert page.evaluate("getComputedStyle(document.querySelector('.bare__card')).display") != "inline"
    expect(page.get_by_role("button", name="Попробовать снова")).to_be_visible()
    # It opens by itself.
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Сделки")
    # Records are never kept.
    kept = page.evaluate("caches.keys().then((names) => caches.open(names[0])).then((cache) => cache.keys()).then((all) => all.map((r) => new URL(r.url).pathname))")
    assert all(path == "/offline" or path.startswith("/assets/") for path in kept), kept
