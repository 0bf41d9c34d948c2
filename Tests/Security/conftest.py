"""What the security tests share: a krug with a company at work, and people who are signed in to it without a browser."""

import os
import re
import sys
from pathlib import Path

import pytest
import requests

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Browser"))
from krug import CAST, PASSWORD, Krug, fresh_database  # noqa: E402


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="as much as a release wants, not the short form of bin/test")


@pytest.fixture(scope="session")
def is_full(request) -> bool:
    return request.config.getoption("--full")


@pytest.fixture(scope="session")
def krug():
    krug = Krug(language="en")
    try:
        krug.hire()
        krug.start()
        yield krug
    finally:
        krug.stop()


class Window:
    """Somebody at pages, signed in."""

    def __init__(self, krug: Krug, role: str):
        self.krug, self.session = krug, requests.Session()
        self.session.headers["Accept-Language"] = "en"
        answer = self.session.post(krug.address + "/sign-in", {"email": CAST[role].email, "password": PASSWORD}, allow_redirects=False)
        assert answer.status_code == 303, answer.text[:500]
        found = re.search(r'name="_csrf" value="([^"]+)"', self.get("/").text)
        assert found, "a page has no form"
        self.token = found.group(1)

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.krug.address + path, allow_redirects=False, timeout=60)

    def send(self, path: str, fields: list[tuple[str, str]]) -> requests.Response:
        return self.session.post(self.krug.address + path, [*fields, ("_csrf", self.token)], allow_redirects=False, timeout=60)


@pytest.fixture(scope="session")
def window(krug):
    return lambda role: Window(krug, role)
