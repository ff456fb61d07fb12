"""Writes the tables of the README, docs/quality.md, docs/gateway.md and docs/audit.md from the raw output in Benchmarks/results.

usage: table.py [--check]      with --check it only says, by exit code 1, that one of them is out of date
"""

import json
import re
import sys
from pathlib import Path

import audit_table
import gateway_table
import quality_table

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "Benchmarks/results"


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
    for text in [ledger, (RESULTS / "ledger-million.txt").read_text()]:
        entries = int(re.search(r"log of (\d+) entries", text)[1])
        seconds = float(re.search(r"log checked without payloads: ([\d.]+) ms", text)[1]) / 1e3
        speed = f"{entries / seconds:,.0f} entries/s"
        yield (f"Whole log checked, {entries:,} entries", f"{seconds:.1f} s", f"every hash, tile and stream; {speed}",
               "ledger-benchmark")


def inspect_rows():
    report = load("inspect.json")
    rates = {(row["text"], row["detector"]): row for row in report["throughput"]}
    times = {(row["text"], row["detector"]): row for row in report["latency"]}
    return report, rates, times


def speed():
    """The table of docs/quality.md: how fast each detector is on each text."""
    report, rates, times = inspect_rows()
    texts = list(dict.fromkeys(text for text, _ in rates))
    detectors = list(dict.fromkeys(detector for _, detector in rates))
    yield "| | " + " | ".join(f"{text}, MB/s" for text in texts) + " | 1 KiB of prose, p50 / p99 |"
    yield "|---|" + "---:|" * (len(texts) + 1)
    for detector in detectors:
        cells = [f"{rates[text, detector]['mb_per_second']:,.0f}" for text in texts]
        time = times["prose", detector]
        yield f"| {detector} | " + " | ".join(cells) + f" | {time['p50_us']:.0f} / {time['p99_us']:.0f} µs |"
    rivals = report["presidio"]["texts"]
    cells = [f"{rivals[text]['kb_per_second'] / 1e3:.3f}" if text in rivals else "" for text in texts]
    yield "| Presidio, same run | " + " | ".join(cells) + " | |"
    cells = [f"{rivals[text]['ratio_of_all_together']:,}×" if text in rivals else "" for text in texts]
    yield "| … all together against it | " + " | ".join(cells) + " | |"
    memory = report["memory"]
    grown = {kind: memory["with_detectors"][kind] - memory["with_texts_and_corpus"][kind] for kind in memory["before"]}
    yield ("\nAll detectors with their models and tables take "
           f"{grown['resident_mib']:.1f} MiB, {grown['anonymous_mib']:.1f} of them not backed by the program's file.")


def inspection():
    """The README's rows."""
    report, rates, times = inspect_rows()
    prose, rival = rates["prose", "all together"], report["presidio"]["texts"]["prose"]
    yield ("All inspectors together, prose", f"{prose['mb_per_second']:.0f} MB/s",
           f"{rival['ratio_of_all_together']:,}× Presidio in the same run, one thread", "inspect.sh")
    time = times["prose", "all together"]
    yield ("… a prompt of 1 KiB", f"{time['p50_us']:.0f} µs", f"p99 {time['p99_us']:.0f} µs", "inspect.sh")


def replaced(text, marker, content):
    """The text of a document with the part between two markers replaced."""
    begin, end = f"<!-- {marker}:begin -->\n", f"<!-- {marker}:end -->"
    before, rest = text.split(begin)
    return before + begin + content + end + rest.split(end, 1)[1]


def documents():
    """Each document that has tables, as it is and as it should be."""
    lines = ["| what | measured | how | by |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row[:3])} | `{row[3]}` |" for row in [*rows(), *inspection()]]
    note = ("\nTwo shared cores, release build; made from the raw output in `Benchmarks/results` by `Benchmarks/table.py`. Trust "
            "the ratios, repeat the numbers: `make benchmarks`.\n")
    readme = (ROOT / "README.md").read_text()
    yield ROOT / "README.md", readme, replaced(readme, "benchmarks", "\n".join(lines) + "\n" + note)
    text = quality = (ROOT / "docs/quality.md").read_text()
    for marker, content in [*quality_table.tables(), ("speed", "\n".join(speed()) + "\n")]:
        quality = replaced(quality, marker, content)
    yield ROOT / "docs/quality.md", text, quality
    text = gateway = (ROOT / "docs/gateway.md").read_text()
    for marker, content in (("costs", gateway_table.tables(load("gateway.json"))),
                            ("layers", gateway_table.layer_rows(load("gateway-layers.json"))),
                            ("peers", gateway_table.peer_rows(load("gateway-peers.json")))):
        gateway = replaced(gateway, marker, "\n".join(content) + "\n")
    yield ROOT / "docs/gateway.md", text, gateway
    audit = (ROOT / "docs/audit.md").read_text()
    yield ROOT / "docs/audit.md", audit, replaced(audit, "costs", "\n".join(audit_table.table(load("audit.json"))) + "\n")


def main():
    for path, old, new in documents():
        if "--check" not in sys.argv:
            path.write_text(new)
        elif old != new:
            sys.exit(f"{path.relative_to(ROOT)}: its tables are not what Benchmarks/results says; run Benchmarks/table.py")


if __name__ == "__main__":
    main()
