"""A backup that takes the place of the data: only while nobody works there, whole or not at all, and nothing begins by itself behind it."""

import os
import signal
import subprocess

import pytest
from krug_process import KRUG, Client, Place, Server, Shim
from test_works import bring, until_over


def names(server, token):
    return sorted(row["title"] for row in Client(server.port, token).everything("/api/companies"))


class Trial:
    """A workspace of which there is a backup, and one company that came behind it."""

    def __init__(self, folder):
        self.place = Place("sqlite", folder / "data")
        self.token = self.place.token()
        self.copy = folder / "copy.krug"
        server = Server(self.place)
        client = Client(server.port, self.token)
        assert client.ask("POST", "/api/companies", {"title": "Old"})[0] == 201
        self.place.command("backup", str(self.copy))
        assert client.ask("POST", "/api/companies", {"title": "New"})[0] == 201
        self.server = server

    @property
    def kept(self):
        return sorted(self.place.folder.glob("krug.replaced-*.krug"))


def test_a_backup_takes_the_place_of_the_data_and_the_data_is_kept(tmp_path):
    trial = Trial(tmp_path)
    assert "stop the server first" in trial.place.refused("restore", str(trial.copy))
    assert names(trial.server, trial.token) == ["New", "Old"] and not trial.kept
    assert trial.server.terminate(seconds=20) == 0

    junk = tmp_path / "junk.krug"
    subprocess.run(["sqlite3", junk, "CREATE TABLE deal (id)"], check=True)
    assert "no backup of Krug" in trial.place.refused("restore", str(junk))
    junk.write_bytes(trial.copy.read_bytes()[:50_000])
    assert "can't be restored" in trial.place.refused("restore", str(junk))
    assert not trial.kept and not list(trial.place.folder.glob("*.copy-*"))

    assert "held until krug release" in trial.place.command("restore", str(trial.copy))
    server = Server(trial.place)
    assert any("are held since" in line for line in server.said) and names(server, trial.token) == ["Old"]
    # Nothing begins until somebody says so, here or by what the copy had in its queue.
    client = Client(server.port, trial.token)
    path = bring(client, 1, rows=5)
    assert "jobs are held" in trial.place.command("check")
    assert client.ask("GET", path)[2]["data"]["state"] == "running" and names(server, trial.token) == ["Old"]
    assert "Released" in trial.place.command("release")
    assert until_over(client, path)["counts"]["created"] == 5
    assert f"{trial.kept[0].name} was replaced" in trial.place.command("check")
    assert server.terminate(seconds=20) == 0

    # And back again to what was replaced.
    assert len(trial.kept) == 1
    trial.place.command("restore", str(trial.kept[0]))
    server = Server(trial.place)
    assert names(server, trial.token) == ["New", "Old"]
    server.kill()
    trial.place.recount()


@pytest.mark.parametrize("call", ["write", "sync"])
def test_a_restore_that_is_killed_at_any_step_leaves_the_old_data_or_the_new(call, shim, tmp_path, rounds):
    trial = Trial(tmp_path)
    assert trial.server.terminate(seconds=20) == 0
    at, is_killed, seen = 1, True, []
    while is_killed:
        place = trial.place.copy(tmp_path / f"try{at}")
        variables = Shim(shim, place, tmp_path).variables("kill", call, at)
        del variables["SHIM_ARM"]
        done = subprocess.run([KRUG, "restore", trial.copy, *place.options], env=os.environ | variables, capture_output=True, timeout=60)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        is_killed = done.returncode != 0
        server = Server(place)
        seen.append(names(server, trial.token))
        assert seen[-1] in (["New", "Old"], ["Old"])
        # What stood ready and was not used is gone.
        assert not list(place.folder.glob("*.copy-*"))
        server.kill()
        place.remove()
        at += 1 if rounds(0) else 4 * at
    assert seen[0] == ["New", "Old"] and seen[-1] == ["Old"]
