"""Clients that are slow, rude or many: each is let go in time, and others are answered as ever."""

import contextlib
import re
import socket
import time

import pytest
from krug_process import Client, Gone, Place, Server

PATIENCE = 1


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    place = Place("sqlite", tmp_path_factory.mktemp("hostile") / "data")
    token = place.token()
    server = Server(place)
    operations = [{"op": "create", "object": "company", "values": {"title": f"Company {number}", "comment": "Long. " * 1000}} for number in range(150)]
    status, _, answer = Client(server.port, token).ask("POST", "/api/batch", {"operations": operations})
    assert status == 200, answer
    assert server.terminate(seconds=20) == 0
    return place, token


def serving(place, token, *words):
    server = Server(place, *words)
    yield server, token
    assert server.terminate(seconds=20) == 0


@pytest.fixture(scope="module")
def served(filled, tmp_path_factory):
    """A server with little patience."""
    place, token = filled
    yield from serving(place.copy(tmp_path_factory.mktemp("served") / "data"), token, "--patience", str(PATIENCE))


@pytest.fixture(scope="module")
def calm(filled, tmp_path_factory):
    """A server with so much that a slow machine is no slow client."""
    place, token = filled
    yield from serving(place.copy(tmp_path_factory.mktemp("calm") / "data"), token)


class Line:
    """A connection whose bytes one chooses."""

    def __init__(self, port, *bytes):
        self.socket = socket.socket()
        # So little fits in between that whoever does not read is noticed.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(60)
        self.socket.connect(("127.0.0.1", port))
        self.send(*bytes)

    def send(self, *bytes):
        for piece in bytes:
            self.socket.sendall(piece)

    def rest(self):
        """What comes until the server ends it; fails when it does not."""
        said = b""
        with contextlib.suppress(ConnectionError):
            while piece := self.socket.recv(1 << 16):
                said += piece
        return said

    def is_ended(self):
        """Whether the server has ended it, without reading anything: its end is not open (01) any more."""
        mine = f":{self.socket.getsockname()[1]:04X}"
        with open("/proc/net/tcp") as lines:
            return not any(fields[2].endswith(mine) and fields[3] == "01" for fields in map(str.split, lines))


def drip(line, piece):
    """Sends a little again and again until the server has enough; how long that took."""
    start = time.monotonic()
    with contextlib.suppress(ConnectionError):
        while time.monotonic() < start + 60:
            line.send(piece)
            time.sleep(PATIENCE / 10)
    return time.monotonic() - start


def head(token, target="/api/companies", method="GET", **more):
    named = {"Host": "localhost", "Authorization": f"Bearer {token}"} | {name.replace("_", "-"): value for name, value in more.items()}
    return f"{method} {target} HTTP/1.1\r\n{''.join(f'{name}: {value}' + chr(13) + chr(10) for name, value in named.items())}\r\n".encode()


def is_answered(served):
    server, token = served
    for _ in range(5):
        # Whoever is kept from sending for as long as the server has patience is let go too.
        with contextlib.suppress(Gone):
            return Client(server.port, token).ask("GET", "/api/me")[0] == 200
    return False


@pytest.mark.parametrize("begin, piece", [(b"", b"X-Slow: 1\r\n"), (b"X-Slow: ", b"1")], ids=["lines", "one line"])
def test_a_head_that_hardly_comes_is_not_waited_for(served, begin, piece):
    assert drip(Line(served[0].port, b"GET / HTTP/1.1\r\n", begin), piece) < 30
    assert is_answered(served)


def test_a_body_that_hardly_comes_is_not_waited_for(served):
    server, token = served
    line = Line(server.port, head(token, method="POST", Content_Type="application/json", Content_Length="100000"))
    assert drip(line, b" ") < 30
    assert is_answered(served)


def test_a_connection_that_asks_nothing_is_ended(served):
    assert Line(served[0].port).rest() == b""
    assert any(Line(served[0].port, head(served[1], "/api/me")).rest().startswith(b"HTTP/1.1 200") for _ in range(5))


@pytest.mark.parametrize("target", ["/api/companies?limit=150", "/api/companies/export?format=csv"])
def test_an_answer_that_is_not_taken_is_not_kept_for_ever(served, target):
    server, token = served
    line = Line(server.port, *[head(token, target)] * 8)
    end = time.monotonic() + 60
    while not line.is_ended():
        assert time.monotonic() < end, "it is still held"
        time.sleep(0.1)
    assert is_answered(served)


def test_a_body_that_goes_on_behind_its_refusal_is_cut_off(served):
    server, token = served
    line = Line(server.port, head(token, method="POST", Content_Type="application/json", Transfer_Encoding="chunked"))
    piece, sent = b"10000\r\n" + b" " * 0x10000 + b"\r\n", 0
    with contextlib.suppress(ConnectionError):
        while sent < 200 << 20:
            line.send(piece)
            sent += len(piece)
    assert sent < 100 << 20
    assert is_answered(served)


@pytest.mark.parametrize("connection", ["keep-alive", "close"])
def test_who_sends_far_too_much_at_once_reads_why_it_was_refused(calm, connection):
    server, token = calm
    much = b" " * (20 << 20)
    order = head(token, method="POST", Content_Type="application/json", Content_Length=len(much), Connection=connection)
    assert Line(server.port, order, much).socket.recv(1 << 12).startswith(b"HTTP/1.1 413")
    assert is_answered(calm)


@pytest.mark.parametrize("rude, statuses", [
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", {400, 431}),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 2_000 + b"\r\n", {400, 431}),
    (b"GET /?q=" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", {400, 414}),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400}),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", {400}),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n", {400, 405}),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + b"F" * 40 + b"\r\n", {400, 405}),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", {400}),
    (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", {400}),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400}),
    (b"GET / HTTP/9.9\r\n\r\n", {400, 505}),
])
def test_what_is_no_request_is_refused_and_the_connection_ended(served, rude, statuses):
    with contextlib.suppress(ConnectionError):
        said = b""
        line = Line(served[0].port)
        with contextlib.suppress(ConnectionError):
            line.send(rude)
        said = line.rest()
        assert not said or int(said.split()[1]) in statuses, said[:200]
    assert is_answered(served)


def test_requests_that_come_together_are_answered_in_their_order(calm):
    server, token = calm
    asked = [head(token, f"/api/companies/{number}", Connection="close" if number == 50 else "keep-alive") for number in range(1, 51)]
    said = Line(server.port, b"".join(asked)).rest().decode()
    assert [int(id) for id in re.findall(r'"data":\{"id":(\d+)', said)] == list(range(1, 51)), said[:1000]


def test_a_body_behind_another_request_is_read_to_its_end(calm):
    """The one before is answered while it comes."""
    server, token = calm
    table = b"Name,Comment\n" + b"".join(b"Piped %d,%s\n" % (number, b"x" * 900_000) for number in range(4))
    order = head(token, "/api/imports?object=company&name=piped.csv", "POST", Content_Type="text/csv", Content_Length=len(table), Connection="close")
    said = Line(server.port, head(token, "/api/me") + order + table).rest()
    assert re.findall(rb"HTTP/1.1 (\d+)", said) == [b"200", b"202"], said[:1000]


def test_a_crowd_of_slow_clients_leaves_no_trace(served, rounds):
    """What 200 of them take is given back, and a server among them answers."""
    server, token = served

    def memory():
        with open(f"/proc/{server.process.pid}/statm") as file:
            return int(file.read().split()[1]) * 4096

    def crowd(count):
        lines = [Line(server.port, b"GET / HTTP/1.1\r\nX-Slow: 1\r\n") for _ in range(count)]
        assert is_answered(served)
        for line in lines:
            line.rest()
            line.socket.close()

    crowd(200)
    before = memory()
    for _ in range(rounds(1)):
        crowd(200)
    assert memory() - before < 32 << 20
