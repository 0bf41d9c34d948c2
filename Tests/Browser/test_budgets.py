"""What pages may weigh and how far they may move by themselves, on the pages people open most. Times are for `bin/bench --browser`."""

import pytest

from budgets import SIZES, shift, weights
from krug import CAST, PASSWORD
from people import sign_in

PAGES = ["/", "/deals/board", "/deals", "/companies", "/people", "/activities", "/deals/1", "/companies/1", "/deals/new", "/deals?group=stage", "/profile"]


@pytest.fixture(scope="module")
def state(browser, office):
    context = browser.new_context(base_url=office.address, locale="ru-RU", service_workers="block")
    sign_in(context.new_page(), CAST["administrator"].email, PASSWORD)
    yield context.storage_state()
    context.close()


def test_the_first_visit_and_later_pages_are_light(browser, office, state):
    context = browser.new_context(base_url=office.address, viewport=SIZES["desk"], storage_state=state, service_workers="block")
    first, later = weights(context, PAGES)
    if later > 50:  # what one page asks for may come while the next is weighed
        later = min(later, weights(context, PAGES)[1])
    context.close()
    assert first <= 150 and later <= 50, f"first visit {first:.0f} KB, the heaviest later page {later:.0f} KB"


@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_by_itself(browser, office, state, size):
    context = browser.new_context(base_url=office.address, viewport=SIZES[size], storage_state=state, service_workers="block")
    worst = shift(context, PAGES)
    if worst > 0.02:  # the font may come later than the first page, once
        worst = min(worst, shift(context, PAGES))
    context.close()
    assert worst <= 0.02
