"""A clock on the wall that jumps, and two servers whose clocks differ."""

import itertools
import struct
import time
from datetime import datetime

from krug_process import Client, Place, Server, Shim
from ledger import Crew
from test_works import bring, until_over

# On PostgreSQL a unit takes its moment at its beginning and its number with its first write.
UNIT = 10
HOUR, DAY = 3600, 86_400
# An hour and a day there and back …
NEAR = [HOUR, 0, -HOUR, DAY, -DAY]
# … and so far that the journal can't be right: over the end of 32 bits, and a day that some years do not have.
FAR = [int(2**31 - time.time()) + 60, int(1_835_308_800 - time.time()), 0]


class WrongClock:
    def __init__(self, file):
        self.file = file
        self.set(0)

    def set(self, seconds):
        """Into the same bytes: the server has mapped them."""
        with open(self.file, "r+b" if self.file.exists() else "w+b") as file:
            file.write(struct.pack("<q", seconds))


def moments(client):
    """When each batch of the journal was, in their order."""
    after, all = None, []
    while True:
        _, _, page = client.patiently("GET", "/api/journal?limit=200" + (f"&after={after}" if after else ""))
        all += [entry["batch"]["at"] for entry in page["data"]]
        if page["next"] == after or not page["data"]:
            return all
        after = page["next"]


def late(moments, seconds):
    """The batches that were by more than so many seconds before one that precedes them."""
    times = [datetime.fromisoformat(moment).timestamp() for moment in moments]
    return [time for latest, time in zip(itertools.accumulate(times, max), times) if latest - time > seconds]


def test_a_clock_that_jumps_loses_nothing_and_keeps_nobody_waiting(place, shim, tmp_path):
    crew = Crew(place.token())
    clock = WrongClock(tmp_path / "clock")
    desk = Shim(shim, place, tmp_path)
    server = desk.server(clock=clock.file)
    for number, seconds in enumerate(NEAR + FAR):
        crew.start(server.port)
        crew.work(0.05)
        clock.set(seconds)
        crew.work(0.05)
        crew.end()
        crew.check(server.port)
        client = Client(server.port, crew.token)
        # Works begin at once, whatever the time is.
        assert until_over(client, bring(client, number, rows=5, object="person"))["counts"]["created"] == 5
        if number < len(NEAR):
            # On PostgreSQL those that were under way while the clock jumped may have their numbers behind others.
            allowed = (0, 0) if place.engine == "sqlite" else (UNIT, len(crew.ledgers) * (number + 1))
            assert len(late(moments(client), allowed[0])) <= allowed[1]
        if number % 2:
            server.kill()
            server = desk.server(clock=clock.file)
    server.kill()
    place.recount()


def test_two_servers_whose_clocks_differ_by_five_minutes_are_as_one(shim, tmp_path):
    place = Place("postgres", tmp_path / "data")
    crew = Crew(place.token())
    wrong = WrongClock(tmp_path / "clock")
    wrong.set(-300)
    servers = [Server(place), Shim(shim, place, tmp_path).server(clock=wrong.file)]
    crew.start(*(server.port for server in servers))
    crew.work(0.2)
    crew.end()
    # And it jumps meanwhile.
    wrong.set(HOUR)
    crew.start(*(server.port for server in servers))
    crew.work(0.2)
    crew.end()
    for number, server in enumerate(servers):
        crew.check(server.port)
        client = Client(server.port, crew.token)
        assert until_over(client, bring(client, number, rows=5, object="person"))["counts"]["created"] == 5
    assert not late(moments(client), UNIT)
    for server in servers:
        server.kill()
    place.recount()
