"""A PostgreSQL of one's own, to be killed, restarted and frozen."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path


class Cluster:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.programs = Path(subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            for parent in [self.folder, *self.folder.parents][:4]:
                parent.chmod(parent.stat().st_mode | 0o055)
            subprocess.run(["chown", "postgres", self.folder], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"postgres://krug@127.0.0.1:{self.port}/postgres"
        self.run("initdb", "-D", self.data, "-U", "krug", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    @property
    def data(self):
        return self.folder / "data"

    def run(self, program, *words, check=True):
        return subprocess.run(
            [*self.user, self.programs / program, *words], cwd=self.folder, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def start(self):
        """Also behind one that was killed, whose children may still be going."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        for _ in range(100):
            if self.run("pg_ctl", "-D", self.data, "-o", options, "-l", self.folder / "log", "-w", "start", check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text()[-2000:])

    def stop(self, mode):
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop", check=False)

    def restart(self, mode):
        self.stop(mode)
        self.start()

    @property
    def main(self):
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def children(self):
        return [int(pid) for pid in Path(f"/proc/{self.main}/task/{self.main}/children").read_text().split()]

    def kill(self):
        """The whole server without a word, and back again."""
        os.kill(self.main, signal.SIGKILL)
        self.start()

    def kill_a_backend(self):
        """One connection dies, and PostgreSQL ends all others."""
        backends = [pid for pid in self.children() if b"krug" in command(pid)]
        os.kill(backends[-1], signal.SIGKILL)

    def freeze(self, seconds):
        pids = [self.main, *self.children()]
        try:
            for pid in pids:
                send(pid, signal.SIGSTOP)
            time.sleep(seconds)
        finally:
            for pid in pids:
                send(pid, signal.SIGCONT)


def command(pid):
    """Nothing for a process that has ended meanwhile."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def send(pid, sign):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, sign)
