"""Runs `governor audit` and other libraries in turns on the same tables, and writes results/audit.json.

usage: audit_compare.py GOVERNOR ROUNDS
"""

import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
RESULT = HERE / "results" / "audit.json"
ROWS, STREAM = 1_000_000, 100_000_000
BY = ["--label", "qualified", "--prediction", "hired", "--by", "sex", "--by", "race"]
FULL = BY + ["--by", "age", "--score", "score"]


def made(path, *arguments):
    with open(path, "wb") as file:
        subprocess.run([sys.executable, HERE / "audit_data.py", *map(str, arguments)], check=True, stdout=file)
    return path


def governor(program, *arguments, source=None):
    """Time and memory of a whole process. This one is small: a child's peak is never less than its parent's at the fork."""
    start = time.monotonic()
    child = subprocess.Popen([program, *arguments], stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{arguments} ended with {child.returncode}")
    return {"whole": {"processor_s": usage.ru_utime + usage.ru_stime, "wall_s": time.monotonic() - start},
            "resident_mib": usage.ru_maxrss / 1024}


def peer(job, *files):
    output = subprocess.run([sys.executable, HERE / "audit_peers.py", job, *files], check=True, capture_output=True, text=True)
    return json.loads(output.stdout.splitlines()[-1])


def streamed(program):
    generator = subprocess.Popen(
        [sys.executable, HERE / "audit_data.py", "decisions", str(STREAM)], stdout=subprocess.PIPE)
    result = governor(program, "audit", "-", *FULL, source=generator.stdout)
    generator.stdout.close()
    if generator.wait() != 0:
        raise SystemExit("the stream was not made")
    return result


def jobs(program, folder):
    decisions = made(folder / "decisions.csv", "decisions", ROWS)
    reference = made(folder / "reference.csv", "columns", ROWS, 1, 0)
    current = made(folder / "current.csv", "columns", ROWS, 2, 0.1)
    return {
        "idle": lambda: governor(program, "--version"),
        "two_attributes": lambda: governor(program, "audit", decisions, *BY),
        "three_attributes": lambda: governor(program, "audit", decisions, *BY, "--by", "age"),
        "full": lambda: governor(program, "audit", decisions, *FULL),
        "quality": lambda: governor(program, "audit", "quality", decisions, *BY[:4], "--score", "score"),
        "drift": lambda: governor(program, "audit", "drift", reference, current),
        "polars": lambda: peer("polars", decisions),
        "duckdb": lambda: peer("duckdb", decisions),
        "aequitas": lambda: peer("aequitas", decisions),
        "fairlearn": lambda: peer("fairlearn", decisions),
        "evidently": lambda: peer("evidently", reference, current),
    }


def medians(runs):
    """The median of each number over the rounds."""
    first = runs[0]
    if isinstance(first, dict):
        return {key: medians([run[key] for run in runs]) for key in first}
    return round(statistics.median(runs), 3)


def main():
    program, rounds = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    about = {"command": f"Benchmarks/audit.sh {rounds}", "rows": ROWS, "stream_rows": STREAM, "cores": os.cpu_count(),
             "system": platform.platform(), "load_average_before": os.getloadavg(), "rounds": rounds}
    samples = {}
    with tempfile.TemporaryDirectory() as folder:
        work = jobs(program, pathlib.Path(folder))
        for turn in range(rounds):
            for name, job in work.items():
                samples.setdefault(name, []).append(job())
                print(f"round {turn + 1} of {rounds}: {name} {json.dumps(samples[name][-1])}", file=sys.stderr)
    samples["stream"] = [streamed(program)]
    RESULT.write_text(json.dumps(
        {**about, "summary": {name: medians(runs) for name, runs in samples.items()}, "samples": samples}, indent=1) + "\n")


main()
