"""A full disk refuses writes and loses nothing."""

import resource
import subprocess

import pytest
from krug_process import Client, Place, Server


MIB = 1 << 20


class SmallDisk:
    """24 MiB of memory as a disk where that can be mounted; elsewhere a limit of 8 MiB to a file, which is told as another error."""

    def __init__(self, folder):
        self.folder, self.server = folder, None
        mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder]
        self.is_mounted = subprocess.run(mount, capture_output=True).returncode == 0
        self.refusals = {507} if self.is_mounted else {500, 503, 507}

    def serve(self, place):
        self.server = Server(place)
        if not self.is_mounted:
            self.limit(8 * MIB)
        return self.server

    def make_room(self):
        if self.is_mounted:
            subprocess.run(["mount", "-o", "remount,size=96m", self.folder], check=True)
        else:
            self.limit(resource.RLIM_INFINITY)

    def limit(self, size):
        _, hard = resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.server.process.pid, resource.RLIMIT_FSIZE, (size, hard))

    def remove(self):
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", self.folder], check=True)


@pytest.fixture
def small_disk(tmp_path):
    disk = SmallDisk(tmp_path)
    yield disk
    disk.remove()


def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(small_disk):
    place = Place("sqlite", small_disk.folder / "data")
    token = place.token()
    server = small_disk.serve(place)
    client = Client(server.port, token)
    made, refused = [], 0
    for number in range(2_000):
        status, _, answer = client.ask("POST", "/api/companies", {"title": f"Company {number}", "comment": "Long. " * 8_000})
        if status == 201:
            made.append(answer["data"]["id"])
        else:
            assert status in small_disk.refusals, answer
            refused += 1
            if refused == 5:
                break
    assert made and refused == 5
    assert [row["id"] for row in client.everything("/api/companies")] == made

    small_disk.make_room()
    status, _, answer = client.ask("POST", "/api/companies", {"title": "There is room again"})
    assert status == 201, answer
    made.append(answer["data"]["id"])
    server.kill()

    server = Server(place)
    assert [row["id"] for row in Client(server.port, token).everything("/api/companies")] == made
    assert server.terminate(seconds=20) == 0
