"""Clients that write as fast as they can and note what was acknowledged."""

import threading
import time

from krug_process import Client, Gone


class Refused(Exception):
    """The disk is full: nothing was done, and the client has been told so."""


class Ledger:
    """What one client was told, over the lives of several servers. No other client touches its records."""

    def __init__(self, number):
        self.number, self.count = number, 0
        self.made = {}  # title: id
        self.versions = {}  # id: (version, employees) as last acknowledged
        self.doubtful = None  # an order whose answer never came

    def work(self, client, stop):
        """Makes companies and deals and changes companies, until told to stop or the server is gone."""
        try:
            while not stop.is_set():
                self.count += 1
                if self.count % 3 == 0 and self.versions:
                    self.change(client, max(self.versions) if self.count % 2 else min(self.versions))
                else:
                    self.make(client, "deals" if self.count % 3 == 1 else "companies", f"{self.number}-{self.count}")
        except (Gone, Refused):
            pass

    def order(self, ask, *words, **headers):
        """The answer to an order. A database that is away may have carried it out."""
        status, told, answer = ask(*words, **headers)
        if status == 503:
            raise Gone
        if status == 507:
            self.doubtful = None
            raise Refused
        return status, told, answer

    def make(self, client, path, title, ask=None):
        self.doubtful = ("make", path, title)
        status, _, answer = self.order(ask or client.ask, "POST", f"/api/{path}", {"title": title}, Idempotency_Key=f"order-{title}")
        assert status == 201, answer
        assert title not in self.made or self.made[title] == answer["data"]["id"]
        self.made[title] = answer["data"]["id"]
        if path == "companies":
            self.versions[answer["data"]["id"]] = (1, None)
        self.doubtful = None

    def change(self, client, id):
        version, _ = self.versions[id]
        self.doubtful = ("change", id, self.count)
        status, headers, answer = self.order(client.ask, "PATCH", f"/api/companies/{id}", {"employees": self.count}, If_Match=f'"{version}"')
        assert status == 200, answer
        assert headers["ETag"] == f'"{version + 1}"'
        self.versions[id] = (version + 1, self.count)
        self.doubtful = None

    def settle(self, client):
        """After a restart: an order that was not answered is sent again; a change either happened or did not."""
        doubtful, self.doubtful = self.doubtful, None
        if doubtful and doubtful[0] == "make":
            self.make(client, *doubtful[1:], ask=client.patiently)
        elif doubtful:
            _, id, employees = doubtful
            _, _, answer = client.patiently("GET", f"/api/companies/{id}")
            now, (version, before) = answer["data"], self.versions[id]
            assert (now["version"], now["employees"]) in [(version, before), (version + 1, employees)]
            self.versions[id] = (now["version"], now["employees"])

    def check(self, client, rows):
        """Everything acknowledged is there as acknowledged. `rows` are all records by object."""
        found = {row["title"]: row["id"] for path in rows for row in rows[path]}
        assert {title: found.get(title) for title in self.made} == self.made
        companies = {row["id"]: (row["version"], row["employees"]) for row in rows["companies"]}
        assert {id: companies.get(id) for id in self.versions} == self.versions
        for id, (version, _) in sorted(self.versions.items())[-3:]:
            _, _, history = client.patiently("GET", f"/api/companies/{id}/history?limit=200")
            assert [entry["version"] for entry in history["data"]] == list(range(version, 0, -1))[:200]


class Crew:
    """Eight ledgers at work on one server, or on several over one database."""

    def __init__(self, token):
        self.token = token
        self.ledgers = [Ledger(number) for number in range(8)]

    def start(self, *ports):
        self.stop, self.problems = threading.Event(), []
        self.threads = [threading.Thread(target=self.run, args=(ledger, ports[ledger.number % len(ports)])) for ledger in self.ledgers]
        for thread in self.threads:
            thread.start()

    def run(self, ledger, port):
        try:
            ledger.work(Client(port, self.token), self.stop)
        except Exception as problem:
            self.problems.append(problem)

    def work(self, seconds):
        """Lets them go on until one of them was told of a record made in this time, and for so long behind that."""
        before, end = self.acknowledged, time.monotonic() + 60
        while self.acknowledged == before and not self.problems:
            assert time.monotonic() < end and any(thread.is_alive() for thread in self.threads), "nothing was acknowledged"
            time.sleep(0.005)
        time.sleep(seconds)

    def end(self):
        """Lets them finish what they are at."""
        self.stop.set()
        self.wait()

    def wait(self):
        """Until each of them has lost its server or was refused."""
        for thread in self.threads:
            thread.join()
        if self.problems:
            raise self.problems[0]

    @property
    def acknowledged(self):
        return sum(len(ledger.made) for ledger in self.ledgers)

    def check(self, port):
        """Nothing acknowledged is missing, and nothing is there twice."""
        client = Client(port, self.token)
        for ledger in self.ledgers:
            ledger.settle(client)
        rows = {path: client.everything(f"/api/{path}") for path in ["companies", "deals"]}
        titles = [row["title"] for path in rows for row in rows[path]]
        assert len(titles) == len(set(titles))
        assert len(titles) == self.acknowledged
        for ledger in self.ledgers:
            ledger.check(client, rows)
