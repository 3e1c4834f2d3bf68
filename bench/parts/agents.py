"""What connected agents cost that log, find out and report as real ones do."""

from concurrent.futures import ThreadPoolExecutor

from . import processes
from .load import parse
from .table import show
from .trouble import Trouble

HEAD = (
    "agents|connected in|calls/s|p50|p99|failed|lost|commits/s|longest silence|CPU|server|memory/agent|left in|left over"
).split("|")

NOTES = [
    "Each agent holds the two streams that a real one holds, and sends two values of metadata and a line of log every",
    "10 s, and statistics every 30 s. p50, p99: from a call to its answer, on the agent's side.",
    "lost: connections that ended before they were to. longest silence: the age of the oldest newest sign of life, which",
    "must be below 30 s for an agent to count as connected. CPU: of Java and PostgreSQL, of one processor.",
    "server: resident memory of Java; memory/agent: what it has grown by while the agents connected and worked.",
    "left over: agents that the database still has as connected 30 s after all have left.",
]


def run(server, _programs, asked):
    seconds = 20 if asked.quick else asked.seconds
    equip = server.java("Agents.java", "equip")
    if equip.wait():
        raise Trouble("the template could not be given metadata; what Java said is above.")
    rows, made = [], []
    for agents in asked.agents:
        with ThreadPoolExecutor(4) as pool:
            names = [f"desk-{number}" for number in range(len(made), agents)]
            made += [token for _, token in pool.map(server.workspace, names)]
        rows.append(measure(server, made[:agents], seconds))
    show("Agents: connected, logging, measuring", HEAD, rows, NOTES)


def measure(server, tokens, seconds):
    file = server.data.parent / "agents"
    file.write_text("\n".join(tokens))
    before = processes.resident_kb(server.process.pid)
    load = server.java("Agents.java", server.address, file, seconds)
    with load:
        connected = line(load)
        used = processes.cpu_seconds(server.pids())
        worked = line(load)
        used = processes.cpu_seconds(server.pids()) - used
        memory = processes.resident_kb(server.process.pid)
        left = line(load)
    return [
        f"{len(tokens)}",
        f"{connected['connect_s']:.1f} s",
        f"{worked['calls'] / seconds:.0f}",
        f"{worked['p50_ms']:.1f} ms",
        f"{worked['p99_ms']:.1f} ms",
        f"{worked['failed']:.0f}",
        f"{worked['lost']:.0f}",
        f"{worked['commits_per_s']:.1f}",
        f"{worked['silent_s']:.1f} s",
        f"{100 * used / seconds:.0f} %",
        f"{memory / 1024:.0f} MB",
        f"{(memory - before) / len(tokens):.0f} KB",
        f"{left['leave_s']:.1f} s",
        f"{left['still']:.0f}",
    ]


def line(load):
    said = load.stdout.readline()
    if not said:
        raise Trouble("the agents failed; what they said is above.")
    return parse(said)
