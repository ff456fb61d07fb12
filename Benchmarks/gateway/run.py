"""Runs the blocks of gateway.sh and writes what they measured; see there."""

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))

import contenders
from filter import sync_time

PORT = 18200
STREAM_PORT = PORT + 1
STREAMS = Path(__file__).parent / "streams.py"


def streams(target, count, words, pace_ms):
    output = subprocess.run(
        ["taskset", "-c", str(contenders.LAST), sys.executable, STREAMS, "read", target.url, target.key, str(count), str(words), str(pace_ms)],
        capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def ours(governor, folder, upstream, memory, first_port):
    """The gateway as it is configured for the three rows, on a disk and in memory."""
    for number, (name, policy, data) in enumerate((
        ("Governor, no rules, ledger in memory", "nothing.yaml", memory / f"nothing-{upstream}"),
        ("Governor, everything on, ledger in memory", "policy.yaml", memory / f"governed-{upstream}"),
        ("Governor, everything on, durable", "policy.yaml", folder / f"governed-{upstream}"),
    )):
        yield partial(contenders.governor, name, governor, folder, first_port + number, upstream, policy, data)


def measured(targets, direct, rounds, seconds):
    """Blocks in an order that changes with the round, each with a direct block before it."""
    blocks = []
    for number in range(rounds):
        for target in random.Random(number).sample(targets, len(targets)):
            for connections in (1, 8, 32):
                block = {"target": target.name, "round": number, "connections": connections}
                if connections == 1:
                    block["direct"] = contenders.load(direct, 1, seconds)
                block |= contenders.load(target, connections, seconds)
                blocks.append(block)
                print(block, flush=True)
    return blocks


def summary(blocks):
    """Medians and ranges over the rounds."""
    rows = {}
    for name in dict.fromkeys(block["target"] for block in blocks):
        of = lambda connections: [block for block in blocks if (block["target"], block["connections"]) == (name, connections)]
        row = rows[name] = {"errors": sum(block["errors"] for block in blocks if block["target"] == name)}
        for percentile in ("p50_us", "p99_us"):
            added = [block[percentile] - block["direct"][percentile] for block in of(1)]
            row[f"added_{percentile}"] = [statistics.median(added), min(added), max(added)]
        for connections in (1, 8):
            used = [block["processor_us"] for block in of(connections)]
            row[f"processor_us_c{connections}"] = [statistics.median(used), min(used), max(used)]
        rates = [block["requests_per_second"] for block in of(32)]
        row["requests_per_second_c32"] = [statistics.median(rates), min(rates), max(rates)]
    return rows


def percentiles(values):
    ordered = sorted(values)
    return {"p50": ordered[len(ordered) // 2], "p99": ordered[len(ordered) * 99 // 100]} if ordered else None


def stream_rows(targets, seconds):
    """One stream after another in an idle gateway, then 512 at a time with the memory they take."""
    words = 32
    for target in targets:
        singles = [streams(target, 1, words, 20) for _ in range(seconds * 20)]
        if not all(one["complete"] for one in singles):
            sys.exit(f"{target.name}: a stream did not come to its end")
        row = {"asked": len(singles),
               "first_us": percentiles([lag for one in singles for lag in one["first_us"]]),
               "words_us": percentiles([lag for one in singles for lag in one["words_us"]]),
               "held_events": percentiles([held for one in singles for held in one["held_events"]]),
               "resident_idle_mib": target.resident_mib()}
        with tempfile.TemporaryFile("w+") as told:
            crowd = subprocess.Popen(
                ["taskset", "-c", str(contenders.LAST), sys.executable, STREAMS, "read", target.url, target.key, "512", str(words), "500"],
                stdout=told)
            most = 0
            while crowd.poll() is None:
                most = max(most, target.resident_mib())
                try:
                    crowd.wait(0.25)
                except subprocess.TimeoutExpired:
                    pass
            told.seek(0)
            output = json.load(told)
        if output["complete"] != 512:
            sys.exit(f"{target.name}: {output['complete']} of 512 streams came to their end")
        yield target.name, row | {"resident_512_mib": most}


def main():
    governor, rounds, seconds = Path(sys.argv[1]).resolve(), int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory(dir=ROOT) as name, tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        folder, memory, running = Path(name), Path(memory), []
        result = {"command": f"Benchmarks/gateway.sh governor {rounds} {seconds}", "machine": platform.platform(),
                  "cores": os.cpu_count(), "load_average_before": os.getloadavg(), "fdatasync_us": sync_time(folder)}
        print(f"fdatasync {result['fdatasync_us']} µs, load average {result['load_average_before'][0]:.1f}", flush=True)
        paced = subprocess.Popen(["taskset", "-c", str(contenders.LAST), sys.executable, STREAMS, "serve", str(STREAM_PORT)])
        try:
            direct = contenders.upstream(folder, PORT)
            running.append(direct)
            for start in (partial(contenders.nginx, folder, PORT + 2, PORT), partial(contenders.haproxy, folder, PORT + 3, PORT),
                          *ours(governor, folder, PORT, memory, PORT + 10)):
                running.append(start())
            result["blocks"] = measured(running[1:], direct, rounds, seconds)
            result["summary"] = summary(result["blocks"])
            while running:
                running.pop().stop()
            for start in ours(governor, folder, STREAM_PORT, memory, PORT + 30):
                running.append(start())
            result["streams"] = dict(stream_rows(running, seconds))
        finally:
            paced.kill()
            for target in running:
                target.stop()
    (ROOT / "Benchmarks/results/gateway.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps({key: result[key] for key in ("fdatasync_us", "summary", "streams")}, indent=1))


if __name__ == "__main__":
    main()
