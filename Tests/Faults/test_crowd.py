"""Many pages that listen, and more connections than are taken. With ten thousand, and in figures: bin/faults --crowd."""

import asyncio
import socket

from crowd import PAGES, crowd, memory, people
from krug_process import Client, Place, Server

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


def test_a_crowd_of_pages_hears_of_a_change_and_leaves_nothing_behind(tmp_path):
    place = Place("sqlite", tmp_path / "data")
    token = place.token()
    cookies = people(place, token, COUNT // PAGES)
    server = Server(place)

    async def crowds(numbers):
        for number in numbers:
            await asyncio.wait_for(heard(server, token, cookies, number), 120)

    asyncio.run(crowds([1]))
    before = memory(server)
    asyncio.run(crowds([2, 3, 4]))
    assert memory(server) - before < 16 << 20
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
