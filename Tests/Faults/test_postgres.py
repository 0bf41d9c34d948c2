"""A PostgreSQL that goes away under load, and two servers over one."""

import random
import time

import pytest
from krug_process import Client, Gone, Place, Server
from ledger import Crew
from postgres_process import Cluster


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    cluster = Cluster(tmp_path / "cluster")
    monkeypatch.setenv("KRUG_TEST_POSTGRES", cluster.url)
    yield cluster
    cluster.stop("immediate")


def wait_until_ready(port, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Client(port, "").ask("GET", "/readyz")[0] == 200:
                return
        except Gone:
            pass
        time.sleep(0.05)
    raise AssertionError("the server does not find its database again")


def test_a_database_that_goes_away_and_comes_back_has_everything_acknowledged_once(cluster, tmp_path, rounds):
    place = Place("postgres", tmp_path / "data")
    crew, chance = Crew(place.token()), random.Random(5)
    server = Server(place)
    events = [
        lambda: cluster.restart("fast"), lambda: cluster.restart("immediate"), cluster.kill_a_backend, cluster.kill, lambda: cluster.freeze(3),
    ]
    for number in range(rounds(5)):
        crew.start(server.port)
        crew.work(chance.uniform(0.1, 0.6))
        events[number % len(events)]()
        assert Client(server.port, "").ask("GET", "/livez")[0] == 200
        wait_until_ready(server.port)
        crew.end()
        crew.check(server.port)
    place.recount()
    assert server.terminate(seconds=20) == 0
    assert crew.acknowledged > 8


def test_of_two_servers_over_one_database_one_may_be_killed(tmp_path, rounds):
    place = Place("postgres", tmp_path / "data")
    crew, chance = Crew(place.token()), random.Random(3)
    servers = [Server(place), Server(place)]
    for _ in range(rounds(3)):
        crew.start(*(server.port for server in servers))
        crew.work(chance.uniform(0.1, 0.6))
        servers[0].kill()
        time.sleep(1)  # what it had sent to PostgreSQL already may still be carried out
        crew.end()
        crew.check(servers[1].port)
        servers = [servers[1], Server(place)]
    place.recount()
    for server in servers:
        assert server.terminate(seconds=20) == 0
