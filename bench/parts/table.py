"""Tables for people: right-aligned columns."""

import os


def show(title, head, rows, notes):
    print(f"\n{title}; load average now {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths)))
    print()
    for note in notes:
        print(note)


def ratio(one, other):
    return f"{one / other:.2f} x" if other else "-"
