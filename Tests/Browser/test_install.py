"""The program as an application on a desk or a phone."""

import json


def test_a_browser_can_install_it(visits, krug):
    page = visits.open(krug, "salesperson")
    page.goto("/companies")
    card = json.loads(page.request.get(page.locator('link[rel="manifest"]').get_attribute("href")).text())
    assert card["display"] == "standalone" and card["start_url"] == "/"
    assert all(page.request.get(icon["src"]).ok for icon in card["icons"])
