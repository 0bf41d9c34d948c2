"""What was acknowledged is there, whatever happened to the process."""

import random
import subprocess

from krug_process import KRUG, Place, Server
from ledger import Crew


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(place, rounds):
    kills = rounds(15)
    crew = Crew(place.token())
    chance = random.Random(7)
    server = Server(place)
    for _ in range(kills):
        crew.start(server.port)
        crew.work(chance.uniform(0.05, 0.7))
        server.kill()
        crew.end()
        server = Server(place)
        crew.check(server.port)
    server.kill()
    place.recount()
    assert crew.acknowledged > kills * 8


def test_told_to_stop_under_load_it_stops_cleanly(place):
    crew = Crew(place.token())
    server = Server(place)
    crew.start(server.port)
    crew.work(0.5)
    assert server.terminate(seconds=20) == 0
    crew.end()
    assert crew.acknowledged > 8
    server = Server(place)
    crew.check(server.port)
    assert server.terminate(seconds=20) == 0


def test_a_second_server_on_the_same_folder_is_refused(tmp_path):
    place = Place("sqlite", tmp_path / "data")
    server = Server(place)
    try:
        second = subprocess.run([KRUG, "serve", "--port", "0", *place.options], capture_output=True, text=True, timeout=20)
        assert second.returncode not in (0, None)
        assert second.returncode > 0, "it ended by a signal"
        assert "Another krug works on" in second.stderr + second.stdout
        assert str(tmp_path) in second.stderr + second.stdout
    finally:
        assert server.terminate(seconds=20) == 0
