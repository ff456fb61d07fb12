"""Writes the README's table of measurements from the raw output in Benchmarks/results.

usage: table.py [--check]      with --check it only says, by exit code 1, that the README is out of date
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "Benchmarks/results"
BEGIN, END = "<!-- benchmarks:begin -->\n", "<!-- benchmarks:end -->"


def load(name):
    return json.loads((RESULTS / name).read_text())


def rows():
    cel = {row["rule"]: row for row in load("cel.json")["summary"]}
    slowest = min((row for row in cel.values() if row["reference_rule"]), key=lambda row: row["evaluations_per_second"])
    yield ("CEL, slowest reference rule", f"{slowest['evaluations_per_second'] / 1e6:.1f} M evaluations per second of processor time",
           f"{slowest['ratio_to_cel_python']}× cel-python in the same run, one thread, no deadline set, "
           f"{slowest['allocations_per_evaluation']:.0f} allocations each", "cel.sh")
    gate = {row["command"]: row for row in load("gate.json")["results"]}["gate, 1,000 thresholds"]
    yield ("`governor gate`, 1,000 thresholds", f"{gate['mean'] * 1e3:.0f} ms", "process start included", "gate.sh")
    verify = {row["command"]: row for row in load("verify.json")["results"]}["verify"]
    yield ("`governor verify`, one receipt", f"{verify['median'] * 1e3:.0f} ms", "process start included, median", "verify.sh")
    filtered = load("filter.json")
    best = max(filtered["runs"], key=lambda run: run["requests_per_second"])
    yield ("`POST /filter/prompt`", f"{best['requests_per_second']:,} requests/s",
           f"{best['connections']} connections, p50 {best['p50_us'] / 1e3:.1f} ms, p99 {best['p99_us'] / 1e3:.1f} ms, every "
           f"decision durable (fdatasync {filtered['fdatasync_us'] / 1e3:.2f} ms)", "filter.sh")
    yield ("Memory, idle / under that load", f"{filtered['idle']['resident_mib']:.0f} / "
           f"{filtered['loaded']['resident_mib']:.0f} MiB",
           f"of which anonymous {filtered['idle']['anonymous_mib']:.0f} / {filtered['loaded']['anonymous_mib']:.0f} MiB",
           "filter.sh")
    ledger = (RESULTS / "ledger.txt").read_text()
    sync = re.search(r"fdatasync of 4 KiB appended: p50 ([\d.]+) ms", ledger)[1]
    for writers, rate, p50, p99 in re.findall(r"append, (\d+) writers: (\d+)/s, p50 ([\d.]+) ms, p99 ([\d.]+) ms", ledger):
        yield (f"Durable appends, {writers} writer{'s' if writers != '1' else ''}", f"{int(rate):,}/s",
               f"p50 {float(p50):.1f} ms, p99 {float(p99):.1f} ms (fdatasync {float(sync):.2f} ms)", "ledger-benchmark")
    made = re.search(r"receipt made: (\d+) µs", ledger)[1]
    verified = re.search(r"receipt verified: (\d+) µs", ledger)[1]
    yield ("Receipt made / verified", f"{made} / {verified} µs", "in process", "ledger-benchmark")
    entries = re.search(r"log of (\d+) entries", ledger)[1]
    seconds = float(re.search(r"log checked without payloads: ([\d.]+) ms", ledger)[1]) / 1e3
    yield (f"Whole log checked, {int(entries):,} entries", f"{seconds:.1f} s", "every hash, tile and stream",
           "ledger-benchmark")


def main():
    lines = ["| what | measured | how | by |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row[:3])} | `{row[3]}` |" for row in rows()]
    note = ("\nTwo shared cores, release build; made from the raw output in `Benchmarks/results` by `Benchmarks/table.py`. Trust "
            "the ratios, repeat the numbers: `make benchmarks`.\n")
    readme = ROOT / "README.md"
    text = readme.read_text()
    before, rest = text.split(BEGIN)
    new = before + BEGIN + "\n".join(lines) + "\n" + note + END + rest.split(END, 1)[1]
    if "--check" in sys.argv:
        sys.exit(0 if new == text else "README.md: the table of measurements is not what Benchmarks/results says")
    readme.write_text(new)


if __name__ == "__main__":
    main()
