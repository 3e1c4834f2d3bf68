"""How many reports a second are on disk, beside one transaction for each."""

from . import processes
from .load import TOKEN, parse
from .table import ratio, show
from .trouble import Trouble

HEAD = (
    "reporters|reports/s|ack p50|ack p99|CPU/report"
    "|plain, own owners|p99|CPU|ratio|plain, one owner|p99|ratio|coder 2.26.6"
).split("|")

# Recorded earlier, on another machine of this kind: 2 cores, loopback, PostgreSQL 15 beside it.
CODER = {1: "212/s", 16: "486/s", 64: "454/s"}

NOTES = [
    "reports/s: acknowledged over HTTP, so committed. CPU: of Java and PostgreSQL, without the load program.",
    "plain: threads of a Java program without HTTP, JSON, tokens or watchers; one transaction per report over the",
    "same tables in the same PostgreSQL. Signalbox's reporters are agents of one owner, whose counter puts their",
    "reports in order: 'one owner' is the same promise, 'own owners' is an owner for each thread.",
    "ratio: Signalbox's reports/s by the plain loop's. To reach: 64 reporters >= 10,000/s, ack p99 <= 25 ms.",
]


def run(server, programs, asked):
    seconds, warmup = (3, 1) if asked.quick else (10, 2)
    most = max(asked.reporters)
    tokens = server.data.parent / "tokens"
    agents = [server.workspace(f"desk-{number}")[1] for number in range(most)]
    tokens.write_text("".join(f"{TOKEN}{agent}\n" for agent in agents))
    programs.report(server, most, tokens, 2 * seconds, warmup)
    rows = []
    for reporters in asked.reporters:
        ours, own, one = [], [], []
        for _ in range(asked.rounds):
            ours.append(programs.report(server, reporters, tokens, seconds, warmup))
            own.append(plain(server, reporters, reporters, seconds, warmup))
            one.append(plain(server, reporters, 1, seconds, warmup))
        rows.append(row(reporters, best(ours), best(own), best(one)))
    show("Ingest: durable status reports", HEAD, rows, NOTES)


def plain(server, threads, owners, seconds, warmup):
    loop = server.java("PlainLoop.java", threads, owners, seconds, warmup)
    with loop:
        loop.stdout.readline()
        pids = [*server.postgres_pids(), str(loop.pid)]
        before = processes.cpu_seconds(pids)
        line = loop.stdout.readline()
        used = processes.cpu_seconds(pids) - before
    if loop.returncode or not line:
        raise Trouble("the plain loop failed; what it said is above.")
    figures = parse(line)
    return {**figures, "cpu_us_per_report": used * 1e6 / figures["reports"]}


def best(runs):
    return max(runs, key=lambda figures: figures["reports_per_s"])


def row(reporters, ours, own, one):
    return [
        f"{reporters}",
        f"{ours['reports_per_s']:,.0f}",
        f"{ours['ack_p50_ms']:.1f} ms",
        f"{ours['ack_p99_ms']:.1f} ms",
        f"{ours['server_cpu_us_per_report']:.0f} us",
        f"{own['reports_per_s']:,.0f}/s",
        f"{own['ack_p99_ms']:.1f} ms",
        f"{own['cpu_us_per_report']:.0f} us",
        ratio(ours["reports_per_s"], own["reports_per_s"]),
        f"{one['reports_per_s']:,.0f}/s",
        f"{one['ack_p99_ms']:.1f} ms",
        ratio(ours["reports_per_s"], one["reports_per_s"]),
        CODER.get(reporters, "-"),
    ]
