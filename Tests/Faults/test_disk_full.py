"""A full disk refuses writes and loses nothing."""

import subprocess

import pytest
from krug_process import Client, Place, Server


@pytest.fixture
def small_disk(tmp_path):
    """24 MiB of memory as a disk. Takes root and the right to mount, as the containers of the tests have."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(small_disk):
    place = Place("sqlite", small_disk / "data")
    token = place.token()
    server = Server(place)
    client = Client(server.port, token)
    made, refused = [], 0
    for number in range(2_000):
        status, _, answer = client.ask("POST", "/api/companies", {"title": f"Company {number}", "comment": "Long. " * 8_000})
        if status == 201:
            made.append(answer["data"]["id"])
        else:
            assert status == 507, answer
            assert answer["title"] == "The disk is full."
            refused += 1
            if refused == 5:
                break
    assert made and refused == 5
    assert [row["id"] for row in client.everything("/api/companies")] == made

    subprocess.run(["mount", "-o", "remount,size=96m", small_disk], check=True)
    status, _, answer = client.ask("POST", "/api/companies", {"title": "There is room again"})
    assert status == 201, answer
    made.append(answer["data"]["id"])
    server.kill()

    server = Server(place)
    assert [row["id"] for row in Client(server.port, token).everything("/api/companies")] == made
    assert server.terminate(seconds=20) == 0
