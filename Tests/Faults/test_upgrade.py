"""An upgrade that changes tables, killed at each of its steps: the old tables or the new ones, never something between."""

import os
import signal
import subprocess
import threading

from krug_process import KRUG, Client, Place, Server, Shim

# What a version before this one did not have: a table, columns of an object and of its past, indexes.
FORMER = [
    "DROP TABLE draft", "DROP INDEX company_owner_live_idx", "ALTER TABLE company DROP COLUMN employees",
    "ALTER TABLE company_past DROP COLUMN employees",
]


def run(place, sql):
    words = ["psql", "-qtAX", "-v", "ON_ERROR_STOP=1", place.database, "-c", f"SET search_path TO krug; {sql}"] if place.database else [
        "sqlite3", place.folder / "krug.db", sql]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


class Former:
    """A workspace as an older version left it, of which each try gets a copy."""

    def __init__(self, place):
        self.place = place
        self.token = place.token()
        server = Server(place)
        client = Client(server.port, self.token)
        for number in range(20):
            assert client.ask("POST", "/api/companies", {"title": f"Old {number}"})[0] == 201
        assert server.terminate(seconds=20) == 0
        for statement in FORMER:
            run(place, statement)


def killed_at(place, shim, folder, call, at):
    """Whether the upgrade was killed before its end."""
    desk = Shim(shim, place, folder)
    variables = desk.variables("kill", call, at)
    del variables["SHIM_ARM"]
    done = subprocess.run([KRUG, "migrate", *place.options], env=os.environ | variables, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def test_an_upgrade_that_is_killed_at_any_step_is_finished_by_the_next_start(place, shim, tmp_path, rounds):
    former = Former(place)
    is_full, tries = rounds(0) > 0, 0
    for call in ["write", "sync"] if place.engine == "sqlite" else ["send"]:
        at, is_killed = 1, True
        while is_killed:
            copy = former.place.copy(tmp_path / f"{call}{at}")
            is_killed = killed_at(copy, shim, tmp_path, call, at)
            copy.recount()
            tables = run(copy, "SELECT count(*) FROM draft") + run(copy, "SELECT count(*) FROM company WHERE employees IS NULL")
            assert tables.split() == ["0", "20"]
            copy.remove()
            # Each step one by one when ordered, else further and further apart.
            at, tries = at + (1 if is_full else 4 * at), tries + 1
    assert tries > 3


def test_two_servers_that_upgrade_at_the_same_time_both_come_up(tmp_path):
    former = Former(Place("postgres", tmp_path / "data"))
    servers = []
    starts = [threading.Thread(target=lambda: servers.append(Server(former.place))) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(servers) == 2
    for server in servers:
        assert len(Client(server.port, former.token).everything("/api/companies")) == 20
        server.kill()
    former.place.recount()
