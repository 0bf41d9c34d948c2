"""Many pages that listen, and more connections than are taken. With ten thousand, and in figures: bin/faults --crowd."""

import asyncio
import os
import re
import socket
import time
import urllib.request

from crowd import PAGES, crowd, people
from krug_process import Client, Place, Server, free_port

COUNT = 100


def address(number):
    return "/companies" if number % 2 else f"/companies/{number % 10 + 1}"


async def heard(server, token, cookies, number):
    """A crowd comes, and each page of a list hears of a change; then all leave."""
    pages = await crowd(server.port, cookies, COUNT, address)
    assert Client(server.port, token).ask("PATCH", "/api/companies/1", {"employees": number}, If_Match="*")[0] == 200
    while not all(page.heard for page in pages[1::2]):
        assert not any(page.ended for page in pages)
        await asyncio.sleep(0.05)
    for page in pages:
        page.transport.abort()


def figures(port):
    """What the server tells operators: by name, without labels."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        return {name: float(value) for name, value in re.findall(r"^(\w+)(?:\{.*\})? (\S+)$", answer.read().decode(), re.M)}


def test_a_crowd_of_pages_hears_of_a_change_and_leaves_nothing_behind(tmp_path):
    place = Place("sqlite", tmp_path / "data")
    token = place.token()
    cookies = people(place, token, COUNT // PAGES)
    metrics = free_port()
    server = Server(place, "--metrics-port", str(metrics))

    def files():
        return len(os.listdir(f"/proc/{server.process.pid}/fd"))

    async def crowds():
        for number in [1, 2, 3, 4]:
            await asyncio.wait_for(heard(server, token, cookies, number), 120)

    before = files()
    asyncio.run(crowds())
    client, number, end = Client(server.port, token), 4, time.monotonic() + 120
    # The databases may have opened some more files, the pages of one crowd would be a hundred.
    while (known := figures(metrics))["krug_live_pages"] or known["krug_connections"] > COUNT // 4 or files() > before + COUNT // 4:
        assert time.monotonic() < end, (known, before, files())
        number += 1
        # Who has left is noticed when there is something to tell.
        for company in range(1, 11):
            assert client.ask("PATCH", f"/api/companies/{company}", {"employees": number}, If_Match="*")[0] == 200
        time.sleep(0.1)
    assert server.terminate(seconds=20) == 0


def test_a_connection_beyond_the_limit_waits_until_another_ends(tmp_path):
    place = Place("sqlite", tmp_path / "data")
    token = place.token()
    server = Server(place, "--max-connections", "10", "--patience", "1")
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(40)]
    # All of them ask nothing, so those that are taken are ended in time, and then it is one's turn.
    client = Client(server.port, token)
    client.connection.timeout = 120
    assert client.ask("GET", "/api/me")[0] == 200
    idle[0].settimeout(0)
    assert idle[0].recv(1) == b"", "it was answered although the first was still held"
    for line in idle:
        line.close()
    assert server.terminate(seconds=20) == 0
    assert "All 10 connections are in use" in "".join(server.said)
