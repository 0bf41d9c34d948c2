"""A krug that runs for the tests: its process, its users, its data."""

import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("KRUG", ROOT / ".build" / "debug" / "krug"))
PASSWORD = "облако-верба-74-море"


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: str


CAST = {
    "administrator": Person("anna@krug.test", "Анна Королёва", "administrator"),
    "head": Person("boris@krug.test", "Борис Ладыгин", "head"),
    "salesperson": Person("vera@krug.test", "Вера Туманова", "salesperson"),
    "observer": Person("gleb@krug.test", "Глеб Аксёнов", "observer"),
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fresh_database(url: str) -> str:
    """A new database on the server behind the address; the address of it."""
    name = f"browser_{os.urandom(6).hex()}"
    subprocess.run(["psql", url, "-q", "-c", f"CREATE DATABASE {name}"], check=True)
    return urllib.parse.urlsplit(url)._replace(path=f"/{name}").geturl()


@dataclass
class Krug:
    """One program with its data in a folder of its own, or in a database."""

    database: str | None = None
    language: str = "ru"
    folder: tempfile.TemporaryDirectory = field(default_factory=lambda: tempfile.TemporaryDirectory(prefix="krug-browser-"))
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None
    token: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def place(self) -> list[str]:
        options = ["--data", self.folder.name, "--language", self.language]
        return options + (["--database", self.database] if self.database else [])

    def command(self, *arguments: str, text: str = "") -> str:
        done = subprocess.run([PROGRAM, *arguments], input=text, capture_output=True, text=True)
        assert done.returncode == 0, f"krug {' '.join(arguments)}: {done.stderr}"
        return done.stdout.strip()

    def hire(self) -> None:
        for person in CAST.values():
            self.command(
                "user", "add", person.email, "--name", person.name, "--role", person.role, "--password-stdin", *self.place,
                text=PASSWORD + "\n")
        self.token = self.command("token", "create", "--user", CAST["administrator"].email, "--name", "tests", *self.place)

    def start(self) -> None:
        log = open(Path(self.folder.name) / "log", "w")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--port", str(self.port), *self.place], cwd=ROOT, stdout=log, stderr=log)
        for _ in range(300):
            assert self.process.poll() is None, (Path(self.folder.name) / "log").read_text()
            try:
                urllib.request.urlopen(self.address + "/readyz").close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("krug does not answer")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=60)
        self.folder.cleanup()

    def api(self, method: str, path: str, body: dict | None = None, **headers: str) -> dict:
        request = urllib.request.Request(
            self.address + "/api/" + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers})
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as refusal:
            raise AssertionError(f"{method} {path}: {refusal.code} {refusal.read().decode()}") from refusal

    def make(self, path: str, **values: object) -> int:
        """A new record; its number."""
        return self.api("POST", path, values)["data"]["id"]

    def all(self, path: str, **items: str) -> list[dict]:
        return self.api("GET", f"{path}?{urllib.parse.urlencode({'limit': '200', **items})}")["data"]

    def user(self, role: str) -> int:
        return self.all("users", filter=f'email = "{CAST[role].email}"')[0]["id"]

    def stage(self, title: str) -> int:
        return self.all("stages", filter=f'title = "{title}"')[0]["id"]


def roubles(amount: int) -> dict:
    return {"minor": amount * 100, "currency": "RUB"}
