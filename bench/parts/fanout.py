"""How soon, and at what cost, a status reaches all who watch, beside the floor."""

import re

from .table import ratio, show
from .trouble import Trouble

HEAD = (
    "watchers|delay p50|p99|last|CPU/delivery|floor p50|p99|last|CPU|CPU ratio|p99 ratio"
    "|memory/watcher|statements/event|frame|floor's|coder 2.26.6: last"
).split("|")

# Recorded earlier, on another machine of this kind: 2 cores, loopback, PostgreSQL 15 beside it. There a delivery cost
# 7,000 us, a watcher 377 KB and 15 to 20 statements per event.
CODER = {200: "1.1 s", 1_000: "6.7 s"}

NOTES = [
    "delay: from the report's request to the watcher's bytes, the commit included; last: the last watcher of a report.",
    "CPU: of Java and PostgreSQL, without the load program, which takes its share of the same processors.",
    "floor: a C program that writes the same bytes to all sockets, without HTTP, rights, state or a database.",
    "memory: what the server's processes have grown by while the watchers connected, and half of what the kernel's",
    "small objects have grown by on this machine (the other half belongs to the clients).",
    "To reach with 10,000: CPU ratio <= 1.4, p99 ratio <= 1.3, memory <= 40 KB, statements the same for any number.",
    "coder 2.26.6, recorded earlier on a machine of this kind: 7,000 us per delivery, 377 KB per watcher,",
    "15 to 20 statements per watcher and event.",
]


def run(server, programs, asked):
    workspace, agent = server.workspace("stage")
    programs.watch(server, 100, 50 if asked.quick else 500, workspace, agent)
    rows = []
    for watchers in asked.watchers:
        # As many as it takes until the compiler has done its work; the many watchers do that themselves.
        reports = 5 if asked.quick else 20 if watchers > 1_000 else 100
        ours, floors = [], []
        for _ in range(asked.rounds):
            ours.append(programs.watch(server, watchers, reports, workspace, agent))
            floors.append(programs.watch_floor(watchers, reports, frame(server, workspace)))
        statements = statements_per_event(server, programs, watchers, workspace, agent)
        rows.append(row(watchers, ours, floors, statements))
    show("Fan-out: one status to all watchers of a workspace", HEAD, rows, NOTES)


def frame(server, workspace):
    """What a watcher is sent, with a place for the number of the newest report."""
    text = server.raw("GET", f"/workspaces/{workspace}").strip()
    newest = max(re.findall(r"~(\d+)~", text), key=int)
    return text.replace(f"~{newest}~", "~%d~")


def statements_per_event(server, programs, watchers, workspace, agent):
    """Counted in PostgreSQL's own log, between the first and the last of some reports; BEGIN and COMMIT are not."""
    sql(server, "ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()")
    began = len(server.postgres_log())
    programs.watch(server, watchers, 10, workspace, agent)
    text = server.postgres_log()[began:]
    sql(server, "ALTER SYSTEM RESET log_statement", "SELECT pg_reload_conf()")
    entries = re.split(r"^(?=\d{4}-\d\d-\d\d )", text, flags=re.MULTILINE)
    run = [entry for entry in entries if re.search(r"LOG:  (execute|statement)", entry)]
    run = [entry for entry in run if not re.search(r": (BEGIN|COMMIT|ROLLBACK|SET )", entry)]
    reports = [place for place, entry in enumerate(run) if "INSERT INTO app_statuses" in entry]
    return (reports[-1] - reports[0]) / (len(reports) - 1)


def sql(server, *statements):
    if server.java("Sql.java", *statements).wait():
        raise Trouble("PostgreSQL refused; what it said is above.")


def row(watchers, ours, floors, statements):
    mine, floor = best(ours), best(floors)
    memory = max(run["kb_per_watcher"] for run in ours) + mine["kernel_kb_per_connection"]
    return [
        f"{watchers:,}",
        f"{mine['delay_p50_ms']:.1f} ms",
        f"{mine['delay_p99_ms']:.1f} ms",
        f"{mine['last_watcher_p50_ms']:.1f} ms",
        f"{mine['server_cpu_us_per_delivery']:.1f} us",
        f"{floor['delay_p50_ms']:.1f} ms",
        f"{floor['delay_p99_ms']:.1f} ms",
        f"{floor['last_watcher_p50_ms']:.1f} ms",
        f"{floor['server_cpu_us_per_delivery']:.1f} us",
        ratio(mine["server_cpu_us_per_delivery"], floor["server_cpu_us_per_delivery"]),
        ratio(mine["delay_p99_ms"], floor["delay_p99_ms"]),
        f"{memory:.0f} KB",
        f"{statements:.1f}",
        f"{mine['bytes_per_delivery']:,.0f} B",
        f"{floor['bytes_per_delivery']:,.0f} B",
        CODER.get(watchers, "-"),
    ]


def best(runs):
    return min(runs, key=lambda figures: figures["delay_p99_ms"])
