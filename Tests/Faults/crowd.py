"""Thousands of pages that listen, and clients that dawdle, beside people who work as ever. The long form: bin/faults --crowd."""

import argparse
import asyncio
import hashlib
import multiprocessing
import os
import resource
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from krug_process import Client, Place, Server

PAGES = 20  # so many of one person the server tells


def people(place, token, count):
    """Cookies of so many users; the sessions are written by hand, because a password takes its time."""
    server = Server(place)
    client = Client(server.port, token)
    role = client.ask("GET", "/api/roles?limit=1")[2]["data"][0]["id"]
    for first in range(0, count, 100):
        values = [{"name": f"Person {number}", "email": f"p{number}@krug.test", "role": role} for number in range(first, min(first + 100, count))]
        status, _, answer = client.ask("POST", "/api/batch", {"operations": [{"op": "create", "object": "user", "values": one} for one in values]})
        assert status == 200, answer
    for first in range(0, 200, 100):
        operations = [{"op": "create", "object": "company", "values": {"title": f"Company {number}"}} for number in range(first, first + 100)]
        assert client.ask("POST", "/api/batch", {"operations": operations})[0] == 200
    assert server.terminate(seconds=20) == 0
    now, cookies = int(time.time() * 1000), [f"crowd{number}" for number in range(count)]
    with sqlite3.connect(place.folder / "krug.db") as data:
        users = [row[0] for row in data.execute("SELECT id FROM user WHERE email LIKE 'p%@krug.test' ORDER BY id")]
        rows = [(hashlib.sha256(cookie.encode()).hexdigest(), user, now, now, now + 86_400_000, "", "") for cookie, user in zip(cookies, users)]
        data.executemany("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return cookies


class Page(asyncio.Protocol):
    """A page that listens: when it heard of what."""

    def __init__(self, address, cookie):
        self.asks = f"GET /live?at={address} HTTP/1.1\r\nHost: localhost\r\nCookie: krug_session={cookie}\r\n\r\n".encode()
        self.heard, self.isOpen, self.ended = [], asyncio.get_running_loop().create_future(), False

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.asks)

    def data_received(self, bytes):
        if not self.isOpen.done():
            self.isOpen.set_result(bytes.split()[1])
        if b"event: changed" in bytes:
            self.heard.append(time.monotonic())

    def connection_lost(self, _):
        self.ended = True
        if not self.isOpen.done():
            self.isOpen.set_result(b"gone")


async def crowd(port, cookies, count, address):
    """So many pages, all of which have been answered; `address` says where each looks."""
    loop, pages = asyncio.get_running_loop(), []
    for first in range(0, count, 200):
        # 28,000 ports fit between two addresses, and the local one is chosen too.
        some = [
            loop.create_connection(lambda number=number: Page(address(number), cookies[number // PAGES]), "127.0.0.1", port,
                                   local_addr=(f"127.0.0.{2 + number % 3}", 0))
            for number in range(first, min(first + 200, count))
        ]
        pages += [page for _, page in await asyncio.gather(*some)]
        await asyncio.gather(*(page.isOpen for page in pages[first:]))
    assert all(page.isOpen.result() == b"200" for page in pages), {page.isOpen.result() for page in pages}
    return pages


def memory(server):
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * 4096


def quantile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def work(port, token, seconds, told):
    """Asks as one who works does, and tells how long each answer took."""
    client, times = Client(port, token), []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        status = client.ask("GET", "/api/companies?limit=20&sort=title")[0]
        assert status == 200, status
        times.append(time.monotonic() - start)
        time.sleep(0.005)
    told.put(times)


async def worked(port, token, seconds):
    """How long normal answers took meanwhile; the one who asks is a process of its own."""
    told = multiprocessing.Queue()
    worker = multiprocessing.Process(target=work, args=(port, token, seconds, told))
    worker.start()
    times = await asyncio.to_thread(told.get)
    worker.join()
    return times


async def broadcast(server, token, pages, seconds):
    """Changes a company each second; how long it took until each page had heard."""
    client, delays = Client(server.port, token), []
    for number in range(seconds):
        for page in pages:
            page.heard.clear()
        start = time.monotonic()
        status, _, answer = await asyncio.to_thread(client.ask, "PATCH", "/api/companies/1", {"employees": number + 1}, If_Match="*")
        assert status == 200, answer
        while not all(page.heard for page in pages) and time.monotonic() < start + 30:
            await asyncio.sleep(0.02)
        deaf = [page for page in pages if not page.heard]
        assert not deaf, f"{len(deaf)} did not hear, of whom {sum(page.ended for page in deaf)} had been let go"
        delays += [page.heard[0] - start for page in pages]
        await asyncio.sleep(max(0, start + 1 - time.monotonic()))
    return delays


def say(name, times):
    print(f"{name}: p50 {statistics.median(times) * 1000:.1f} ms, p99 {quantile(times, 0.99) * 1000:.1f} ms, {len(times)} times", flush=True)


async def listening(server, token, cookies, count):
    """Figures of a crowd of pages: the list of companies, and records of which some are looked at by many."""
    def address(number):
        return "/companies" if number % 2 else f"/companies/{number % 200 + 1}"

    say("answers without the crowd", await worked(server.port, token, 10))
    before, start = memory(server), time.monotonic()
    pages = await crowd(server.port, cookies, count, address)
    print(f"{count} pages came in {time.monotonic() - start:.1f} s, {(memory(server) - before) / count / 1024:.1f} KiB each", flush=True)
    say("answers beside the silent crowd", await worked(server.port, token, 25))
    listeners = pages[1::2]
    delays, times = await asyncio.gather(broadcast(server, token, listeners, 20), worked(server.port, token, 20))
    say("a change until each page of a list had heard", delays)
    say("answers beside the crowd and a change each second", times)
    print(f"{(memory(server) - before) / count / 1024:.1f} KiB each after that", flush=True)
    for page in pages:
        page.transport.abort()
    start = time.monotonic()
    pages = await crowd(server.port, cookies, count, address)
    print(f"all left and came again in {time.monotonic() - start:.1f} s, {(memory(server) - before) / count / 1024:.1f} KiB each", flush=True)
    for page in pages:
        page.transport.abort()


async def dawdling(server, token, count, manner):
    """Figures of a crowd that hardly asks, or is rude."""
    async def dawdle(number):
        line = await asyncio.open_connection("127.0.0.1", server.port, local_addr=(f"127.0.0.{2 + number % 3}", 0))
        try:
            for turn in range(100):
                line[1].write(manner(turn))
                await asyncio.wait_for(line[1].drain(), 5)
                await asyncio.sleep(1)
        except (OSError, asyncio.TimeoutError):
            pass
        finally:
            line[1].transport.abort()

    before = memory(server)
    tasks = [asyncio.create_task(dawdle(number)) for number in range(count)]
    await asyncio.sleep(2)
    times = await worked(server.port, token, 15)
    print(f"{(memory(server) - before) >> 20} MiB more", flush=True)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return times


async def main(arguments):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory() as folder:
        place = Place("sqlite", Path(folder) / "data")
        token = place.token()
        cookies = people(place, token, arguments.clients // PAGES + 1)
        server = Server(place, *arguments.options)
        try:
            await listening(server, token, cookies, arguments.clients)
            say("answers without any crowd", await worked(server.port, token, 10))
            say("answers beside 5000 heads that hardly come", await dawdling(server, token, 5000, lambda turn: b"X: 1\r\n" if turn else b"GET / HTTP/1.1\r\n"))
            say("answers beside 200 who send what is no request",
                await dawdling(server, token, 200, lambda _: b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n" * 50))
        finally:
            assert server.terminate(seconds=30) == 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("options", nargs="*", help="of krug serve")
    asyncio.run(main(parser.parse_args()))
