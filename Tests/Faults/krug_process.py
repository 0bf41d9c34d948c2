"""A Krug process that the fault tests start, kill and ask."""

import atexit
import http.client
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KRUG = Path(os.environ.get("KRUG", ROOT / ".build" / "debug" / "krug"))
numbers = itertools.count(1)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Gone(Exception):
    """The answer did not come: whether the order was carried out is not known."""


class Place:
    """Where a workspace's data is: a folder, and a PostgreSQL database when its engine is that."""

    def __init__(self, engine, folder, template=None):
        self.engine, self.folder, self.database = engine, Path(folder), None
        if engine == "postgres":
            url = os.environ["KRUG_TEST_POSTGRES"]
            name = f"fault_{os.getpid()}_{next(numbers)}"
            sql = f"CREATE DATABASE {name}" + (f" TEMPLATE {template.database.rsplit('/', 1)[1]}" if template else "")
            subprocess.run(["psql", "-qX", url, "-c", sql], check=True)
            self.database = url.rsplit("/", 1)[0] + "/" + name

    def copy(self, folder):
        """Another place with the same data; nobody may be at work here."""
        copy = Place(self.engine, folder, template=self)
        if self.folder.exists():
            shutil.copytree(self.folder, copy.folder)
        return copy

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.database:
            url, name = self.database.rsplit("/", 1)
            subprocess.run(["psql", "-qX", f"{url}/postgres", "-c", f"DROP DATABASE {name} WITH (FORCE)"], check=True)

    @property
    def options(self):
        return ["--data", str(self.folder)] + (["--database", self.database] if self.database else [])

    def command(self, *words, said=""):
        done = subprocess.run([KRUG, *words, *self.options], input=said, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def refused(self, *words):
        done = subprocess.run([KRUG, *words, *self.options], capture_output=True, text=True, timeout=60)
        assert done.returncode == 1, done.stdout
        return done.stderr

    def recount(self):
        """Versions, journal, links, search, match keys and figures are as they follow from the records."""
        assert "nothing wrong" in self.command("check", "--recount")

    def token(self):
        self.command("user", "add", "ada@krug.test", "--name", "Ada", "--role", "administrator", "--password-stdin", said="plum orchard kettle\n")
        return self.command("token", "create", "--user", "ada@krug.test", "--name", "faults")


class Server:
    """A running `krug serve`. `env` are variables of its own."""

    def __init__(self, place, *words, env=None):
        self.port = free_port()
        self.process = subprocess.Popen(
            [KRUG, "serve", "--port", str(self.port), *place.options, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            # A file that may not grow is an error to be told, not a signal to die by.
            restore_signals=False, env=os.environ | (env or {}),
        )
        # A test that fails leaves it behind.
        atexit.register(self.process.kill)
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            if "Krug is at" in line:
                return
        raise AssertionError("the server did not start: " + "".join(self.said))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def terminate(self, seconds):
        """The exit code; fails when the server takes longer."""
        self.process.send_signal(signal.SIGTERM)
        self.said.append(self.process.communicate(timeout=seconds)[0])
        return self.process.returncode


class Shim:
    """The variables by which the library in front of a server knows what to do."""

    def __init__(self, library, place, folder):
        self.library, self.place, self.arm = library, place, folder / "armed"

    def variables(self, fault="", call="", at=0, shadow=None, clock=None):
        told = {"ROOT": self.place.folder, "ARM": self.arm, "FAULT": fault, "CALL": call, "AT": at, "SHADOW": shadow, "CLOCK": clock}
        names = {f"SHIM_{name}": str(value) for name, value in told.items() if value}
        return names | {"LD_PRELOAD": str(self.library), "SWIFT_BACKTRACE": "enable=no"}

    def server(self, *words, **told):
        self.arm.unlink(missing_ok=True)
        return Server(self.place, env=self.variables(*words, **told))


class Client:
    """One connection to a server, as a user with a token."""

    def __init__(self, port, token):
        self.token = token
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method, target, body=None, **headers):
        """The status, the headers and the JSON of the answer."""
        sent = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, bytes):
            sent["Content-Type"] = "application/octet-stream"
        elif body is not None:
            sent["Content-Type"], body = "application/json", json.dumps(body)
        try:
            self.connection.request(method, target, body, sent)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as gone:
            self.connection.close()
            raise Gone from gone
        return answer.status, answer.headers, json.loads(text) if text else None

    def patiently(self, *words, **headers):
        """The same, for as long as the server finds its database again: each of its connections may have to learn that it is lost."""
        end = time.monotonic() + 30
        while True:
            status, told, answer = self.ask(*words, **headers)
            if status != 503 or time.monotonic() > end:
                return status, told, answer
            time.sleep(0.05)

    def everything(self, path, filter=""):
        """All records of an object that match, page after page."""
        after, rows = None, []
        while True:
            items = {"limit": 200, "sort": "id"} | ({"filter": filter} if filter else {}) | ({"after": after} if after else {})
            status, _, page = self.patiently("GET", f"{path}?{urllib.parse.urlencode(items)}")
            assert status == 200, page
            rows += page["data"]
            after = page["next"]
            if after is None:
                return rows
