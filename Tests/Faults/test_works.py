"""Works that take a while, killed in the middle: imports, changes of many records, backups."""

import random
import shutil
import subprocess
import time

import pytest
from krug_process import KRUG, Client, Place, Server
from ledger import Crew

ROWS = 600


@pytest.fixture
def quick_place(place, request):
    """On PostgreSQL another server may have the work of one that is gone, so it is waited for: too long for every day."""
    if place.engine == "postgres" and not request.config.getoption("--rounds"):
        pytest.skip("takes half a minute for each kill; bin/faults does it")
    return place


def until_over(client, path):
    """What a work says of itself once it is over."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        _, _, answer = client.patiently("GET", path)
        if answer["data"]["state"] == "done":
            return answer["data"]
        time.sleep(0.02)
    raise AssertionError(f"it does not come to an end: {answer}")


def bring(client, number, rows=ROWS, object="company"):
    """Orders an import of many records; its path."""
    table = "Name,City\n" + "".join(f"Company {number}-{row},Town\n" for row in range(rows))
    status, _, answer = client.ask("POST", f"/api/imports?object={object}&name=rows{number}.csv", table.encode())
    assert status == 202, answer
    return f"/api/imports/{answer['data']['id']}"


def titles(client, number):
    return sorted(row["title"] for row in client.everything("/api/companies", f'title starts with "Company {number}-"'))


def test_an_import_that_is_killed_brings_every_row_once(quick_place, rounds):
    token = quick_place.token()
    chance = random.Random(17)
    server = Server(quick_place)
    for number in range(rounds(1)):
        path = bring(Client(server.port, token), number)
        time.sleep(chance.uniform(0, 0.8))
        server.kill()
        server = Server(quick_place)
        client = Client(server.port, token)
        counts = until_over(client, path)["counts"]
        assert (counts["rows"], counts["created"], counts["rejected"]) == (ROWS, ROWS, 0)
        assert titles(client, number) == sorted(f"Company {number}-{row}" for row in range(ROWS))
    server.kill()
    quick_place.recount()


def test_a_change_of_many_records_that_is_killed_changes_each_once(quick_place, rounds):
    token = quick_place.token()
    chance = random.Random(19)
    server = Server(quick_place)
    client = Client(server.port, token)
    until_over(client, bring(client, 0))
    for number in range(rounds(1)):
        status, _, answer = client.ask("POST", "/api/companies/bulk", {"filter": "", "set": {"employees": number}})
        assert status == 202, answer
        time.sleep(chance.uniform(0, 0.8))
        server.kill()
        server = Server(quick_place)
        client = Client(server.port, token)
        done = until_over(client, f"/api/bulk/{answer['data']['id']}")
        assert (done["state"], done["changed"], done["skipped"]) == ("done", ROWS, 0)
        rows = client.everything("/api/companies")
        assert [(row["employees"], row["version"]) for row in rows] == [(number, number + 2)] * ROWS
    server.kill()
    quick_place.recount()


def test_a_backup_is_there_whole_or_not_at_all(tmp_path, rounds):
    """The server is killed while it makes one under load. What has the name of a backup is one, and none is left half."""
    place = Place("sqlite", tmp_path / "data")
    crew, chance = Crew(place.token()), random.Random(23)
    server = Server(place)
    client = Client(server.port, crew.token)
    until_over(client, bring(client, 0, object="person"))
    whole = 0
    for number in range(rounds(2)):
        crew.start(server.port)
        crew.work(0.1)
        before = sorted(title for ledger in crew.ledgers for title in list(ledger.made))
        copy = tmp_path / f"copy{number}.krug"
        command = subprocess.Popen([KRUG, "backup", copy, *place.options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 0.6))
        server.kill()
        command.wait(timeout=60)
        crew.end()
        assert command.returncode in (0, 1)
        assert copy.exists() == (command.returncode == 0)
        assert not list(tmp_path.glob("*.part")), "a half one is left"
        if copy.exists():
            whole += 1
            trial = Place("sqlite", tmp_path / f"trial{number}")
            trial.folder.mkdir()
            shutil.copy(copy, trial.folder / "krug.db")
            trial.recount()
            restored = Server(trial)
            there = Client(restored.port, crew.token)
            found = {row["title"] for path in ("companies", "deals") for row in there.everything(f"/api/{path}")}
            restored.kill()
            assert set(before) <= found
            shutil.rmtree(trial.folder)
        server = Server(place)
        assert not list((place.folder / "files").rglob("backup-*")), "a half one is left beside the data"
        crew.check(server.port)
        client = Client(server.port, crew.token)
    server.kill()
    place.recount()
    print(f"{whole} backups were whole before the kill")
