"""A process or a disk that fails at a chosen call, and power cuts."""

import random
import shutil

import pytest
from krug_process import Place, Server, Shim
from ledger import Crew


def points(count, calls):
    """So many places: the first calls one by one, then further and further apart."""
    return [(calls[number % len(calls)], 1 + number // len(calls) + number * number // 40) for number in range(count)]


def test_killed_at_a_chosen_call_nothing_acknowledged_is_lost(place, shim, tmp_path, rounds):
    crew, desk = Crew(place.token()), Shim(shim, place, tmp_path)
    for call, at in points(rounds(6), ["write", "sync"] if place.engine == "sqlite" else ["send"]):
        server = desk.server("kill", call, at)
        crew.start(server.port)
        desk.arm.touch()
        server.process.communicate(timeout=60)
        assert server.process.returncode == -9
        crew.end()
        server = Server(place)
        crew.check(server.port)
        server.kill()
    place.recount()


@pytest.mark.parametrize("fault", ["cut", "lost"])
def test_a_line_to_the_database_that_breaks_at_a_chosen_message_loses_and_doubles_nothing(fault, shim, tmp_path, rounds):
    place = Place("postgres", tmp_path / "data")
    crew, desk = Crew(place.token()), Shim(shim, place, tmp_path)
    for call, at in points(rounds(2), ["send"]):
        server = desk.server(fault, call, at)
        crew.start(server.port)
        desk.arm.touch()
        crew.work(0.2)
        crew.end()
        crew.check(server.port)
        server.kill()
    place.recount()


@pytest.mark.parametrize("fault", ["eio", "enospc", "short"])
def test_a_disk_that_fails_at_a_chosen_call_is_never_answered_with_success(fault, shim, tmp_path, rounds):
    place = Place("sqlite", tmp_path / "data")
    crew, desk = Crew(place.token()), Shim(shim, place, tmp_path)
    for call, at in points(rounds(3), ["write"] if fault == "short" else ["write", "sync"]):
        server = desk.server(fault, call, at)
        crew.start(server.port)
        desk.arm.touch()
        if fault == "short":
            crew.work(0.3)
            crew.end()
            server.kill()
        else:
            crew.wait()
            # What can't be written may stay unwritten; what can't be synced is not known, and the server ends.
            if server.process.poll() is None and fault == "enospc":
                server.kill()
            server.process.communicate(timeout=20)
            assert server.process.returncode in (74, -9) if fault == "enospc" else server.process.returncode == 74
        server = Server(place)
        crew.check(server.port)
        server.kill()
    place.recount()


def test_after_a_power_cut_everything_acknowledged_is_there(shim, tmp_path, rounds):
    place = Place("sqlite", tmp_path / "data")
    crew, desk = Crew(place.token()), Shim(shim, place, tmp_path)
    chance = random.Random(11)
    for _ in range(rounds(5)):
        shadow = tmp_path / "shadow"
        shutil.copytree(place.folder, shadow)
        server = desk.server(shadow=shadow)
        crew.start(server.port)
        crew.work(chance.uniform(0.05, 0.5))
        server.kill()
        crew.end()
        # What was not synced is gone.
        shutil.rmtree(place.folder)
        shadow.rename(place.folder)
        server = Server(place)
        crew.check(server.port)
        assert server.terminate(seconds=20) == 0
    place.recount()
    assert crew.acknowledged > 8
