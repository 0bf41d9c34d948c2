"""A disk that refuses to be written on: nothing acknowledged is lost."""

import contextlib
import resource
import subprocess

import pytest
from krug_process import Client, Gone, Place, Server

LONG = "Long. " * 8_000


@pytest.fixture
def small_disk(tmp_path):
    """24 MiB of memory as a disk. Takes root with the right to mount."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", tmp_path], check=True)
    yield tmp_path
    subprocess.run(["umount", "--lazy", tmp_path], check=True)


def fill(client, made, refusals):
    """Makes large companies until a few are refused; notes the acknowledged ones."""
    while refusals:
        status, _, answer = client.ask("POST", "/api/companies", {"title": f"Company {len(made)}", "comment": LONG})
        if status == 201:
            made.append(answer["data"]["id"])
        else:
            assert (status, answer["title"]) == (507, "The disk is full.")
            refusals -= 1


def companies(server, token):
    return [row["id"] for row in Client(server.port, token).everything("/api/companies")]


def is_kept(place, server, token, made):
    """What was acknowledged is there once the server has been killed."""
    server.kill()
    server = Server(place)
    assert companies(server, token) == made
    assert server.terminate(seconds=20) == 0


def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(small_disk):
    place = Place("sqlite", small_disk / "data")
    token = place.token()
    server = Server(place)
    client = Client(server.port, token)
    made = []
    fill(client, made, refusals=5)
    assert made and companies(server, token) == made

    subprocess.run(["mount", "-o", "remount,size=96m", small_disk], check=True)
    status, _, answer = client.ask("POST", "/api/companies", {"title": "There is room again"})
    assert status == 201, answer
    made.append(answer["data"]["id"])
    is_kept(place, server, token, made)


def test_a_disk_that_fills_and_is_freed_again_and_again_loses_nothing(small_disk, rounds):
    place = Place("sqlite", small_disk / "data")
    token = place.token()
    server = Server(place)
    client = Client(server.port, token)
    made, other = [], small_disk / "something-else"
    unused = place.command("token", "create", "--user", "ada@krug.test", "--name", "unused")
    for cycle in range(rounds(2)):
        with contextlib.suppress(OSError), open(other, "wb", buffering=0) as file:
            while file.write(bytes(1 << 16)):
                pass
        fill(client, made, refusals=5)
        # That it is in use is to be noted, for which there is no room.
        assert Client(server.port, unused).ask("GET", "/api/me")[0] == 200
        assert companies(server, token) == made
        other.unlink()
        status, _, answer = client.ask("POST", "/api/companies", {"title": f"There is room again {cycle}"})
        assert status == 201, answer
        made.append(answer["data"]["id"])
    is_kept(place, server, token, made)
    place.recount()


def test_a_failing_disk_stops_the_server_before_anything_is_lost(tmp_path):
    place = Place("sqlite", tmp_path / "data")
    token = place.token()
    server = Server(place)
    made = []
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (8 << 20, resource.RLIM_INFINITY))
    with pytest.raises(Gone):
        fill(Client(server.port, token), made, refusals=5)
    said, _ = server.process.communicate(timeout=20)
    assert server.process.returncode == 74
    assert "the disk failed" in said

    server = Server(place)
    # The last order was not answered, so it may be there.
    assert companies(server, token)[: len(made)] == made
    assert len(companies(server, token)) <= len(made) + 1
    assert server.terminate(seconds=20) == 0
