"""Made-up tables for the benchmark of the audit, the same for the same arguments.

usage: audit_data.py decisions ROWS [SEED]    people with a label, a decision and a score, by a million rows at a time
       audit_data.py columns ROWS SEED SHIFT  fourteen columns of numbers and six of categories, moved by SHIFT
"""

import sys

import numpy as np
import polars as pl

AT_ONCE = 1_000_000
RACES = np.array(["white", "black", "hispanic", "asian", "native", "other"])
AGES = np.array(["<25", "25-40", "40-60", ">60"])


def decisions(rows, random, first):
    score = random.random(rows)
    return pl.DataFrame({
        "id": np.arange(first, first + rows),
        "sex": np.array(["f", "m"])[(random.random(rows) < 0.5).astype(int)],
        "race": RACES[(random.random(rows) ** 2 * len(RACES)).astype(int)],
        "age": AGES[(random.random(rows) * len(AGES)).astype(int)],
        "qualified": (random.random(rows) < 0.3 + 0.3 * score).astype(int),
        "hired": (score > 0.5).astype(int),
        "score": np.round(score, 6),
    })


def columns(rows, random, shift):
    table = {}
    for index in range(14):
        table[f"number_{index}"] = np.round(random.normal(shift * (index % 3), 1 + index / 10, rows), 4)
    for index in range(6):
        levels = np.array([f"level-{level}" for level in range(3 + 2 * index)])
        table[f"category_{index}"] = levels[(random.random(rows) ** (1 + shift) * len(levels)).astype(int)]
    return pl.DataFrame(table)


def main():
    kind, rows = sys.argv[1], int(sys.argv[2])
    random = np.random.default_rng(int((sys.argv[3:] or [7])[0]))
    if kind == "columns":
        columns(rows, random, float(sys.argv[4])).write_csv(sys.stdout.buffer)
        return
    for first in range(0, rows, AT_ONCE):
        part = decisions(min(AT_ONCE, rows - first), random, first)
        part.write_csv(sys.stdout.buffer, include_header=first == 0)


main()
