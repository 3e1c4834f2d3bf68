"""What the system says of processes, in /proc."""

import os

TICKS = os.sysconf("SC_CLK_TCK")


def tree(root):
    """The ids of a process and of all that it started, directly or not."""
    parents = {pid: parent(pid) for pid in os.listdir("/proc") if pid.isdigit()}
    found = [str(root)]
    for pid in found:
        found += [child for child, its_parent in parents.items() if its_parent == pid]
    return found


def cpu_seconds(pids):
    """What they have used until now, in user mode and in the kernel."""
    return sum(int(fields[11]) + int(fields[12]) for fields in map(stat, pids) if fields) / TICKS


def resident_kb(pid):
    """How much of a process is in memory."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))


def parent(pid):
    fields = stat(pid)
    return fields[1] if fields else None


def stat(pid):
    """The fields of /proc/PID/stat after the name; none when the process has ended."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []
