"""Many who want the same record, and orders that are sent more than once."""

import random
import threading
import time

from krug_process import Client, Place, Server

CLIENTS = 8


def together(count, work):
    """Lets so many threads work, each with its number; what one of them can't do fails the test."""
    problems = []

    def run(number):
        try:
            work(number)
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def test_of_those_who_count_one_record_up_at_once_nobody_is_overwritten(place, rounds):
    """Each reads, adds one and writes; whoever is too late is told the present version and tries again."""
    each = rounds(10)
    clients = CLIENTS if each <= 10 else 64
    token = place.token()
    server = Server(place)
    id = Client(server.port, token).ask("POST", "/api/companies", {"title": "Counted", "employees": 0})[2]["data"]["id"]

    def count(number):
        client, chance = Client(server.port, token), random.Random(number)
        for _ in range(each):
            while True:
                _, headers, answer = client.ask("GET", f"/api/companies/{id}")
                status, _, told = client.ask("PATCH", f"/api/companies/{id}", {"employees": answer["data"]["employees"] + 1}, If_Match=headers["ETag"])
                if status == 200:
                    break
                assert (status, told["type"]) == (412, "/problems/stale"), told
                # So long that most who write have nobody beside them: otherwise a busy machine does little but refuse.
                time.sleep(chance.uniform(0, 0.016 * clients))

    together(clients, count)
    _, _, answer = Client(server.port, token).ask("GET", f"/api/companies/{id}")
    assert (answer["data"]["employees"], answer["data"]["version"]) == (clients * each, clients * each + 1)
    server.kill()
    place.recount()


def test_an_order_that_is_sent_three_times_is_carried_out_once(place, rounds):
    """Twice at the same time, with PostgreSQL to two servers, and once more after a restart: one record, one answer."""
    each = rounds(3)
    token = place.token()
    servers = [Server(place) for _ in range(2 if place.engine == "postgres" else 1)]
    answers = {}

    def send(number):
        client = Client(servers[number % len(servers)].port, token)
        for count in range(each):
            title = f"Order {number // 2}-{count}"
            while True:
                status, _, answer = client.ask("POST", "/api/companies", {"title": title}, Idempotency_Key=title)
                if status != 409:  # the other one is at it
                    break
            assert status == 201, answer
            assert answers.setdefault(title, answer) == answer

    together(2 * CLIENTS, send)
    for server in servers:
        server.kill()
    servers = [Server(place)]
    together(2 * CLIENTS, send)
    rows = Client(servers[0].port, token).everything("/api/companies")
    assert {row["title"]: row["id"] for row in rows} == {title: answer["data"]["id"] for title, answer in answers.items()}
    assert len(rows) == len(answers) == CLIENTS * each
    servers[0].kill()
    place.recount()
