"""What the command tests share: krug as a person calls it, alone with the data and beside a server."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Faults"))
from krug_process import KRUG, Place, Server  # noqa: E402

PASSWORD = "plum orchard kettle\n"


class Desk:
    """An administrator's terminal."""

    def __init__(self, place, folder):
        self.place, self.folder, self.server = place, folder, None

    def start(self, *words):
        """A command that goes on while the test does."""
        return subprocess.Popen([KRUG, *words, *self.place.options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def call(self, *words, said="", code=0):
        """What the command said on both outputs; fails unless it ends with the code."""
        done = subprocess.run([KRUG, *words, *self.place.options], input=said, capture_output=True, text=True, timeout=90)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout, done.stderr

    def refuses(self, *words, said="", code=1):
        """What the command says it can't do, and nothing else."""
        out, err = self.call(*words, said=said, code=code)
        assert out == "", out
        assert "Domain" not in err and "Swift" not in err, err
        return err

    def hire(self, email, role):
        self.call("user", "add", email, "--name", email.split("@")[0].title(), "--role", role, "--password-stdin", said=PASSWORD)

    def file(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def count(self, object, filter=""):
        out, _ = self.call("export", object, "--filter", filter, "--fields", "title")
        return len(out.splitlines()) - 1


def opened(engine, is_served, folder):
    desk = Desk(Place(engine, folder / "data"), folder)
    desk.hire("ada@krug.test", "administrator")
    if is_served:
        desk.server = Server(desk.place)
    return desk


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request):
    return request.param


@pytest.fixture(params=["alone", "served"])
def desk(engine, request, tmp_path):
    """Both engines, without and with a server that has the data."""
    desk = opened(engine, request.param == "served", tmp_path)
    yield desk
    if desk.server:
        assert desk.server.terminate(seconds=30) == 0


@pytest.fixture
def lonely(engine, tmp_path):
    """Both engines, without a server."""
    return opened(engine, False, tmp_path)


@pytest.fixture
def served(tmp_path):
    """SQLite with a server."""
    desk = opened("sqlite", True, tmp_path)
    yield desk
    if desk.server.process.poll() is None:
        desk.server.terminate(seconds=30)
