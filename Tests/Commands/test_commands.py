"""The commands of an administrator but for tables: on both engines, alone and beside a server."""

import contextlib
import json
import re
import socket
import sqlite3
import subprocess
import time
import urllib.request

import pytest
from conftest import PASSWORD
from krug_process import KRUG, Client, Place, Server

COMMANDS = [
    ["serve"], ["demo"], ["user"], ["user", "add"], ["user", "list"], ["token"], ["token", "create"], ["token", "revoke"], ["import"],
    ["export"], ["pack"], ["unpack"], ["user", "password"], ["backup"], ["restore"], ["hold"], ["release"],
    ["check"], ["migrate"], ["openapi"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(words):
    done = subprocess.run([KRUG, *words, "--help"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "OVERVIEW:" in done.stdout and "USAGE: krug " + " ".join(words) in done.stdout


def test_no_command_is_missing_above():
    for words in [[], ["user"], ["token"]]:
        said = subprocess.run([KRUG, *words, "--help"], capture_output=True, text=True, timeout=60).stdout
        named = re.findall(r"^  ([a-z]\S*)", said.partition("SUBCOMMANDS:")[2], re.MULTILINE)
        assert named and all([*words, name] in COMMANDS for name in named), named


def test_what_is_called_wrongly_ends_with_64(lonely):
    for words in [["user", "add", "x@krug.test"], ["export"], ["nonsense"], ["user", "list", "--language", "fr"]]:
        assert "Usage:" in lonely.refuses(*words, code=64)
    assert "--password-stdin" in lonely.refuses("user", "add", "x@krug.test", "--name", "X", "--role", "observer", code=64)


def test_users_are_made_and_listed(desk):
    desk.hire("vera@krug.test", "salesperson")
    out, _ = desk.call("user", "list")
    assert [line.split("\t")[1:] for line in out.splitlines()] == [
        ["ada@krug.test", "Ada", "Administrator", "active"], ["vera@krug.test", "Vera", "Salesperson", "active"],
    ]
    # In the language that the workspace was begun in.
    assert set(desk.call("export", "user", "--fields", "language")[0].split()[1:]) == {"English"}


def test_a_user_who_can_not_be_is_refused_with_a_reason(desk):
    add = ["user", "add", "--name", "Ada", "--password-stdin"]
    said = "plum orchard kettle\n"
    assert "administrator, head, salesperson, observer" in desk.refuses(*add, "b@krug.test", "--role", "king", said=said)
    assert "email: " in desk.refuses(*add, "ADA@krug.test", "--role", "observer", said=said)
    refusal = desk.refuses("user", "add", "b", "--name", " ", "--role", "king", "--password-stdin", said="short\n")
    assert all(f"{field}: " in refusal for field in ["email", "name", "role", "password"]), refusal
    assert desk.call("user", "list")[0].count("\n") == 1


def test_a_token_is_made_and_taken_back(desk):
    token = desk.call("token", "create", "--user", "ada@krug.test", "--name", "robot")[0].strip()
    if desk.server:
        assert Client(desk.server.port, token).ask("GET", "/api/me")[0] == 200
    assert desk.call("token", "revoke", said=token)[0] == "Revoked.\n"
    if desk.server:
        assert Client(desk.server.port, token).ask("GET", "/api/me")[0] == 401
    desk.refuses("token", "revoke", said=token)
    assert "nobody@krug.test" in desk.refuses("token", "create", "--user", "nobody@krug.test", "--name", "robot")


def test_the_api_is_described_as_the_server_does(desk):
    document = json.loads(desk.call("openapi")[0])
    assert document["openapi"] == "3.1.0" and "/api/deals" in document["paths"]
    if desk.server:
        token = desk.call("token", "create", "--user", "ada@krug.test", "--name", "robot")[0].strip()
        assert Client(desk.server.port, token).ask("GET", "/api/openapi.json")[2] == document


def test_a_check_names_the_engine(desk):
    assert f"engine: {'SQLite' if desk.place.engine == 'sqlite' else 'PostgreSQL'}" in desk.call("check")[0]


def test_a_recount_finds_nothing_wrong(desk):
    desk.call("import", desk.file("c.csv", "Company;E-mail\nAcme;a@acme.example\nBeta;b@beta.example\n"))
    assert "nothing wrong" in desk.call("check", "--recount")[0]


def test_figures_are_told_on_a_port_of_their_own_to_this_machine_alone(engine, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = Place(engine, tmp_path / "data")
    server = Server(place, "--metrics-port", str(port))
    try:
        assert Client(server.port, "").ask("GET", "/readyz")[0] == 200
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            told = answer.read().decode()
        assert 'krug_requests_total{area="pages",method="GET",status="200"} 1' in told
        assert 'krug_workspace_up{workspace="default"} 1' in told
        assert Client(server.port, "").ask("GET", "/metrics")[0] == 404
        with pytest.raises(OSError):
            urllib.request.urlopen(f"http://127.0.0.2:{port}/metrics", timeout=20)
    finally:
        assert server.terminate(seconds=20) == 0


def test_the_tables_are_brought_up_to_date_unless_a_server_has_them(desk):
    if desk.server and desk.place.engine == "sqlite":
        assert "stop it" in desk.refuses("migrate")
    else:
        assert "up to date" in desk.call("migrate")[0]


def test_a_backup_is_a_whole_database_of_its_own(desk):
    target = str(desk.folder / "copy.db")
    if desk.place.engine == "postgres":
        assert "pg_dump" in desk.refuses("backup", target)
        return
    desk.call("import", desk.file("c.csv", "Company\nAcme\nBeta\n"))
    assert "Written and checked" in desk.call("backup", target)[0]
    with sqlite3.connect(f"file:{target}?mode=ro", uri=True) as copy:
        assert copy.execute("SELECT count(*) FROM company").fetchone() == (2,)
    assert "choose a new name" in desk.refuses("backup", target)
    assert "can't be written" in desk.refuses("backup", str(desk.folder / "no" / "copy.db"))
    assert list((desk.folder / "data" / "files" / "default").iterdir()) == []


def test_a_package_carries_the_workspace_into_a_new_one(desk, tmp_path):
    target = str(desk.folder / "all.zip")
    desk.call("import", desk.file("c.csv", "Company\nAcme\nBeta\n"))
    assert "Written" in desk.call("pack", target)[0]
    assert "choose a new name" in desk.refuses("pack", target)
    assert "in use" in desk.refuses("unpack", target)
    assert "damaged" in desk.refuses("unpack", desk.file("no.zip", "PK no archive"))

    new = ["--data", str(tmp_path / "new")]
    done = subprocess.run([KRUG, "unpack", target, *new], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "company: 2" in done.stdout, done.stderr
    assert "\tada@krug.test\t" in subprocess.run([KRUG, "user", "list", *new], capture_output=True, text=True, timeout=60).stdout
    given = subprocess.run([KRUG, "user", "password", "ada@krug.test", *new], input=PASSWORD, capture_output=True, text=True, timeout=60)
    assert (given.returncode, given.stdout) == (0, "Done.\n")


def test_whoever_has_read_enough_is_not_shouted_at(desk):
    shell = f"{KRUG} openapi {' '.join(desk.place.options)} | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", shell], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_folder_without_data_is_told(tmp_path):
    said = subprocess.run([KRUG, "user", "list", "--data", str(tmp_path / "typo")], capture_output=True, text=True, timeout=60)
    assert (said.returncode, said.stdout) == (0, "") and "a new workspace was made there" in said.stderr
