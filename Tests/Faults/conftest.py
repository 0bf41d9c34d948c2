import subprocess

import pytest
from krug_process import ROOT, Place


def pytest_addoption(parser):
    parser.addoption("--rounds", type=int, default=0, help="how often each fault happens; a few times without it")


@pytest.fixture
def rounds(request):
    """How often a fault happens: as often as the test says, or as it was ordered."""
    return lambda usual: request.config.getoption("--rounds") or usual


@pytest.fixture(params=["sqlite", "postgres"])
def place(request, tmp_path):
    return Place(request.param, tmp_path / "data")


@pytest.fixture(scope="session")
def shim(tmp_path_factory):
    """The library that makes calls fail."""
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, ROOT / "Tests/Faults/shim.c", "-ldl"], check=True)
    return library
