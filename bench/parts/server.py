"""A Signalbox of our own, on a data directory that is deleted at the end."""

import json
import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import unquote, urlsplit

from . import processes
from .trouble import Trouble

HOME = Path(__file__).resolve().parents[2]
SIGNALBOX = HOME / "signalbox"
LIBRARIES = HOME / "target/dist/lib/*"
PATIENCE_S = 120
PERSON = {"email": "bench@bench.example", "password": "measured, not guarded"}


class Server:
    """Runs from `with` to its end. Has one user, whose token is `token`."""

    def __init__(self, folder):
        self.data = Path(folder, "data")
        self.log = Path(folder, "log")

    def __enter__(self):
        # The first start builds when it must; that is not the server's time.
        if subprocess.run([SIGNALBOX, "--version"], stdout=subprocess.DEVNULL).returncode:
            raise Trouble("./signalbox does not run; what it said is above.")
        options = ["--report-rate-limit", "-1", "--api-rate-limit", "-1", "--max-connections", "-1"]
        command = [SIGNALBOX, "server", "--data-dir", self.data, "--http-address", "127.0.0.1:0", *options]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            self.address = self._address()
            self.port = urlsplit(self.address).port
            self.token = ""
            self.call("POST", "/users/first", {**PERSON, "username": "bench"})
            self.token = self.call("POST", "/users/login", PERSON)["session_token"]
            self.template = self.call("GET", "/organizations/default/templates/external")["id"]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _address(self):
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.search(r"http://127\.0\.0\.1:\d+", self.log.read_text())
            if found:
                return found[0]
            time.sleep(0.1)
        raise Trouble(f"the server did not start: {self.log.read_text().strip()}")

    def call(self, method, path, body=None):
        """An answer of the API as JSON."""
        return json.loads(self.raw(method, path, body))

    def raw(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.address}/api/v2{path}",
            json.dumps(body).encode() if body else None,
            {"Coder-Session-Token": self.token} if self.token else {},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            raise Trouble(f"{method} {path} was answered {error.code}: {error.read().decode()}") from error

    def workspace(self, name):
        """Makes and starts a workspace; its id and the token of its agent."""
        made = self.call("POST", "/users/me/workspaces", {"name": name, "template_id": self.template})
        path = f"/workspaces/{made['id']}"
        deadline = time.monotonic() + PATIENCE_S
        while self.call("GET", path)["latest_build"]["status"] != "running":
            if time.monotonic() > deadline:
                raise Trouble(f"the workspace {name} did not start")
            time.sleep(0.05)
        return made["id"], self.call("GET", f"{path}/external-agent/main/credentials")["agent_token"]

    def pids(self):
        """Java, and PostgreSQL with its processes."""
        return processes.tree(self.process.pid)

    def postgres_pids(self):
        return [pid for pid in self.pids() if pid != str(self.process.pid)]

    def java(self, program, *arguments):
        """Starts a Java program of this folder, which is told how to enter the database."""
        url = self.postgres_url()
        return subprocess.Popen(
            [java_command(), "-cp", LIBRARIES, HOME / "bench/java" / program, *map(str, arguments)],
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "JDBC_URL": f"jdbc:postgresql://{url.hostname}:{url.port}{url.path}",
                "DB_USER": url.username or "",
                "DB_PASSWORD": unquote(url.password or ""),
            },
        )

    def postgres_url(self):
        command = [SIGNALBOX, "server", "postgres-builtin-url", "--data-dir", self.data]
        # What is said to the server's Java, a recording for instance, is not meant for this one.
        env = {name: value for name, value in os.environ.items() if name != "SIGNALBOX_JAVA_OPTS"}
        said = subprocess.run(command, capture_output=True, text=True, env=env)
        if said.returncode:
            raise Trouble(f"the database's address is not known: {said.stderr.strip()}")
        return urlsplit(said.stdout.strip())

    def postgres_log(self):
        return (self.data / "postgres.log").read_text(errors="replace")


def java_command():
    script = f'. "{HOME}/build/jdk.sh" && find_jdk && echo "$JAVA_HOME/bin/java"'
    return subprocess.run(["sh", "-c", script], check=True, capture_output=True, text=True).stdout.strip()
