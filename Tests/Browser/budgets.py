#!/usr/bin/env python3
"""What a browser feels, measured in Chromium against its budgets. `bin/bench --browser` runs it on the data that `bin/bench` has filled.

usage: budgets.py --data DIR [--program FILE] [--rounds N]
Serves the data in DIR with FILE (default .build/release/krug), does what people do as often as N says (default 5), and prints a row for each
budget. Ends with 1 when one is not kept.
"""

import argparse
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from krug import PASSWORD, ROOT, free_port

CHROMIUM = "/usr/bin/chromium"
EMAIL = "browser@bench.test"
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}

# Counts from the first script of a page on: what moved by itself, and what kept the page from answering.
WATCH = """
window.watched = { shift: 0, long: [] };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.watched.shift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.watched.long.push(entry.duration);
}).observe({ type: 'longtask', buffered: true });
"""

# From the press of a key or button to the frame in which the answer is there.
ANSWERED = """({ kind, selector }) => new Promise((resolve) => {
  addEventListener(kind, ({ timeStamp }) => {
    const look = () => {
      const found = document.querySelector(selector);
      if (found?.checkVisibility()) requestAnimationFrame(() => resolve(performance.now() - timeStamp));
      else requestAnimationFrame(look);
    };
    look();
  }, { once: true, capture: true });
})"""

# From the press of the button to the picture in which the heading of the next page is painted, where the document stays.
PAINTED = """() => {
  window.answer = new Promise((resolve) => {
    let pressed = 0;
    addEventListener('click', ({ timeStamp }) => { pressed = timeStamp; }, { once: true, capture: true });
    new PerformanceObserver((list) => resolve(list.getEntries()[0].renderTime - pressed)).observe({ type: 'element' });
    new MutationObserver((_, observer) => {
      const head = document.querySelector('main h1:not([elementtiming])');
      for (const part of [head, ...(head?.querySelectorAll('*') ?? [])]) part?.setAttribute('elementtiming', 'answer');
      observer.disconnect();
    }).observe(document.querySelector('.shell'), { childList: true });
  });
}"""


@dataclass
class Budget:
    name: str
    value: float
    most: float
    unit: str

    @property
    def is_kept(self) -> bool:
        return self.value <= self.most


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Weight:
    """What comes over the line, compressed as it is, without fonts."""

    def __init__(self, page: Page):
        self.total = 0
        self.fonts: set[str] = set()
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.responseReceived", self.note)
        line.on("Network.loadingFinished", self.add)

    def note(self, event: dict) -> None:
        if event["type"] == "Font":
            self.fonts.add(event["requestId"])

    def add(self, event: dict) -> None:
        if event["requestId"] not in self.fonts:
            self.total += event["encodedDataLength"]

    def of(self, visit) -> float:
        """Kilobytes of what `visit` makes the page fetch."""
        self.total = 0
        visit()
        return self.total / 1024


def settle(page: Page, url: str) -> None:
    """Opens a page and lets it come to rest; the stream of live changes never ends, so the network is no sign of it."""
    page.goto(url, wait_until="load")
    page.wait_for_timeout(400)


def weights(context: BrowserContext, urls: list[str]) -> tuple[float, float]:
    """The first visit, and the heaviest of the later pages."""
    page = context.new_page()
    weight = Weight(page)
    first = weight.of(lambda: settle(page, urls[0]))
    later = max(weight.of(lambda url=url: settle(page, url)) for url in urls[1:])
    page.close()
    return first, later


def shift(context: BrowserContext, urls: list[str]) -> float:
    """How much the worst of the pages moves by itself."""
    page = context.new_page()
    page.add_init_script(WATCH)
    worst = 0.0
    for url in urls:
        settle(page, url)
        worst = max(worst, page.evaluate("window.watched.shift"))
    page.close()
    return worst


def answered(page: Page, kind: str, selector: str, act) -> float:
    """Milliseconds from what a person does to the answer on the page that is open."""
    page.evaluate("({ kind, selector }) => { window.answer = (" + ANSWERED + ")({ kind, selector }); }", {"kind": kind, "selector": selector})
    act()
    return page.evaluate("window.answer")


def turned(page: Page, link: str) -> float:
    """Milliseconds from a click on a link to the first picture of the page it leads to, be that a document of its own or not."""
    page.evaluate(PAINTED)
    with page.expect_navigation(wait_until="load"):
        page.locator(link).first.click()
    if page.evaluate("'answer' in window"):
        return page.evaluate("window.answer")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length > 0")
    return page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")


def clicks(page: Page, rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        settle(page, "/")
        for link in (
            ".rail a[href^='/companies']", ".rail a[href^='/people']", "tbody .table__title a", ".rail a[href='/deals/board']",
            ".tabs a[href*='status']", "tbody .table__title a", ".rail a[href^='/activities']", ".rail a[href='/deals/board']", ".card a",
        ):
            found.append(turned(page, link))
        settle(page, "/people")
        for opener, answer in (
            (".filters .button[data-condition]", ".chip__panel"), (".topbar__create", ".topbar__actions .menu__items"),
            (".topbar__actions .menu__item", "dialog.quick[open]"),
        ):
            found.append(answered(page, "click", answer, lambda opener=opener: page.locator(opener).first.click()))
        page.keyboard.press("Escape")
    return found


def palette(page: Page, rounds: int) -> list[float]:
    settle(page, "/people")
    found = []
    for _ in range(rounds * 4):
        found.append(answered(page, "keydown", "dialog.palette[open]", lambda: page.keyboard.press("Control+KeyK")))
        page.keyboard.press("Escape")
        page.wait_for_timeout(50)
    return found


def longest(page: Page, steps: int, step) -> list[float]:
    """The longest task in each of many steps; nothing where all were short."""
    found = []
    for number in range(steps):
        page.evaluate("window.watched.long = []")
        step(number)
        found.append(max(page.evaluate("window.watched.long"), default=0))
    return found


def scrolling(page: Page, rounds: int) -> list[float]:
    settle(page, "/people")
    page.mouse.move(720, 500)

    def step(_: int) -> None:
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(60)

    return longest(page, rounds * 40, step)


def dragging(page: Page, rounds: int) -> list[float]:
    """A card goes back and forth over a board of two thousand deals, and is let go where it was."""
    settle(page, "/deals/board?filter=id+<=+2000")
    page.locator("stage-board[data-ready]").wait_for()
    box = page.locator(".card").first.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 14)
    page.mouse.down()

    def step(number: int) -> None:
        across = number % 40 if number % 80 < 40 else 40 - number % 40
        page.mouse.move(box["x"] + 40 + across * 18, box["y"] + 20 + number % 7)
        page.wait_for_timeout(20)

    found = longest(page, rounds * 40, step)
    page.mouse.move(box["x"] + 40, box["y"] + 14)
    page.mouse.up()
    return found


PAGES = ["/", "/people", "/companies", "/deals", "/deals/board", "/activities", "/deals/1", "/people/1", "/deals/new", "/people?group=owner"]


def measure(browser, address: str, rounds: int) -> list[Budget]:
    def context(size: str, **options) -> BrowserContext:
        return browser.new_context(base_url=address, viewport=SIZES[size], locale="en-US", service_workers="block", **options)

    first = context("desk")
    # A machine at work elsewhere takes its time over the password.
    first.set_default_timeout(120_000)
    page = first.new_page()
    page.goto("/sign-in")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".shell").wait_for()
    state = first.storage_state()
    first.close()

    weight = weights(context("desk", storage_state=state), PAGES)
    moved = max(shift(context(size, storage_state=state), PAGES) for size in SIZES)
    work = context("desk", storage_state=state)
    work.add_init_script(WATCH)
    page = work.new_page()
    return [
        Budget("first visit, without fonts", weight[0], 150, "KB"), Budget("later pages, the heaviest", weight[1], 50, "KB"),
        Budget("what moves by itself, the worst page", moved, 0.02, ""),
        Budget("clicks, p95", percentile(clicks(page, rounds), 0.95), 100, "ms"),
        Budget("palette opens, p95", percentile(palette(page, rounds), 0.95), 50, "ms"),
        Budget("longest task while scrolling, p95", percentile(scrolling(page, rounds), 0.95), 50, "ms"),
        Budget("longest task while dragging, p95", percentile(dragging(page, rounds), 0.95), 50, "ms"),
    ]


def serve(program: str, data: str) -> tuple[subprocess.Popen, str]:
    added = [program, "user", "add", EMAIL, "--name", "Browser", "--role", "administrator", "--password-stdin", "--data", data]
    # It may be there from the last time.
    subprocess.run(added, input=PASSWORD + "\n", text=True, capture_output=True)
    port = free_port()
    process = subprocess.Popen(
        [program, "serve", "--port", str(port), "--data", data], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz").close()
            return process, f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{program} does not answer on the data in {data}.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--program", default=str(ROOT / ".build" / "release" / "krug"))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not Path(options.data, "krug.db").exists():
        parser.error(f"There is no workspace in {options.data}: run bin/bench first.")
    process, address = serve(options.program, options.data)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            budgets = measure(browser, address, options.rounds)
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=60)
    for budget in budgets:
        verdict = "" if budget.is_kept else "  over its budget"
        print(f"{budget.name:40} {budget.value:9.3g} {budget.unit:3} of {budget.most:g}{verdict}")
    return 0 if all(budget.is_kept for budget in budgets) else 1


if __name__ == "__main__":
    sys.exit(main())
