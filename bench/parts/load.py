"""The load programs, written in C so that they cost little beside what they measure."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from .trouble import Trouble

SOURCES = Path(__file__).resolve().parents[1] / "load"
BUILD = SOURCES.parent / "build"
REPORT = "/api/v2/workspaceagents/me/app-status"
TOKEN = "Coder-Session-Token: "


class Programs:
    """The compiled programs."""

    @staticmethod
    def build():
        compiler = shutil.which(os.environ.get("CC", "cc"))
        if not compiler:
            raise Trouble("the load programs are written in C: install a C compiler, or let CC name one.")
        BUILD.mkdir(exist_ok=True)
        newest_header = (SOURCES / "load.h").stat().st_mtime
        for source in SOURCES.glob("*.c"):
            program = BUILD / source.stem
            newest = max(source.stat().st_mtime, newest_header)
            if not program.exists() or program.stat().st_mtime < newest:
                built = subprocess.run([compiler, "-O2", "-o", program, source], capture_output=True, text=True)
                if built.returncode:
                    raise Trouble(f"{source.name} could not be compiled:\n{built.stderr}")
        return Programs()

    def report(self, server, reporters, tokens, seconds, warmup):
        """Reports as fast as they are answered."""
        body = '{"app_slug":"claude","state":"working","message":"report %d","uri":""}'
        return figures(
            [BUILD / "reportload", "-p", server.port, "-r", reporters, "-d", seconds, "-W", warmup, "-M", "PATCH"]
            + ["-u", REPORT, "-t", tokens, "-B", body, "-P", ",".join(server.pids())]
        )

    def watch(self, server, watchers, reports, workspace, agent):
        """Spaced reports to so many watchers of a workspace."""
        body = '{"app_slug":"claude","state":"working","message":"~%d~","uri":""}'
        return figures(
            self._watch(server.port, watchers, reports, server.pids())
            + ["-w", f"/api/v2/workspaces/{workspace}/watch", "-H", TOKEN + server.token]
            + ["-M", "PATCH", "-u", REPORT, "-A", TOKEN + agent, "-B", body]
        )

    def watch_floor(self, watchers, reports, body):
        """The same from the floor, which sends the body to everybody."""
        port = free_port()
        floor = subprocess.Popen([BUILD / "floor", str(port)])
        try:
            await_listener(port)
            return figures(
                self._watch(port, watchers, reports, [floor.pid])
                + ["-w", "/watch", "-M", "POST", "-u", "/report", "-B", body]
            )
        finally:
            floor.kill()
            floor.wait()

    def _watch(self, port, watchers, reports, pids):
        return [BUILD / "watchload", "-p", port, "-n", watchers, "-k", reports, "-P", ",".join(map(str, pids))]


def figures(command):
    """What a load program prints: name=number, many times."""
    run = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if run.returncode or "=" not in run.stdout:
        said = f"{run.stderr.strip()} {run.stdout.strip()}".strip() or f"it ended with {run.returncode}"
        raise Trouble(f"{Path(command[0]).name} failed: {said}")
    return parse(run.stdout)


def parse(line):
    pairs = (word.split("=") for word in line.split())
    return {name: float(value) if "/" not in value else value for name, value in pairs}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def await_listener(port, seconds=10):
    """Returns when something accepts connections there."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
