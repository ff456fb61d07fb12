"""Runs the engines in turn, rule by rule and round by round, so that a busy machine slows all of them alike.

usage: cel_compare.py CEL-BENCHMARK ROUNDS SECONDS
"""

import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
RULES = HERE / "rules" / "cel.json"
RESULT = HERE / "results" / "cel.json"
PYTHON_ENGINES = {
    "interpreted": "cel-python 0.5.0, InterpretedRunner",
    "compiled": "cel-python 0.5.0, CompiledRunner",
    "cpp": "cel-expr-python 0.1.3 (the C++ engine behind a Python binding)",
}


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE).stdout.strip()


def machine():
    model = next(
        (line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.processor()
    ) if pathlib.Path("/proc/cpuinfo").exists() else platform.processor()
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "swift": output("swift", "--version").splitlines()[0],
        "python": platform.python_version(),
        "load_average_before": os.getloadavg(),
    }


def measure(benchmark, rounds, seconds):
    rules = json.loads(RULES.read_text())
    samples = {rule["name"]: [] for rule in rules}
    for turn in range(rounds):
        for rule in rules:
            name = rule["name"]
            sample = {"governor": json.loads(output(benchmark, str(RULES), name, str(seconds)))}
            for engine in PYTHON_ENGINES:
                text = output(sys.executable, "cel_python.py", engine, name, str(seconds))
                sample[engine] = {"evaluations_per_second": float(text.splitlines()[-1])}
            samples[name].append(sample)
            print(f"round {turn + 1}/{rounds} {name}", file=sys.stderr)
    return rules, samples


def summary(rules, samples):
    result = []
    for rule in rules:
        def median(engine, key="evaluations_per_second"):
            return statistics.median(sample[engine][key] for sample in samples[rule["name"]])

        ours = median("governor")
        cel_python = max(median("interpreted"), median("compiled"))
        result.append({
            "rule": rule["name"],
            "reference_rule": rule["reference"],
            "evaluations_per_second": round(ours),
            "bound_evaluations_per_second": round(median("governor", "bound_evaluations_per_second")),
            "allocations_per_evaluation": median("governor", "allocations_per_evaluation"),
            "bound_allocations_per_evaluation": median("governor", "bound_allocations_per_evaluation"),
            "cel_python_evaluations_per_second": round(cel_python),
            "cpp_binding_evaluations_per_second": round(median("cpp")),
            "ratio_to_cel_python": round(ours / cel_python),
            "ratio_to_cpp_binding": round(ours / median("cpp"), 1),
        })
    return result


def main():
    benchmark, rounds, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    about = {
        "command": f"Benchmarks/cel.sh {rounds} {seconds}",
        "commit": output("git", "rev-parse", "HEAD"),
        "machine": machine(),
        "unit": "evaluations per second of processor time, one thread",
        "engines": {"governor": "this package, one thread", **PYTHON_ENGINES},
    }
    rules, samples = measure(benchmark, rounds, seconds)
    table = summary(rules, samples)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({**about, "summary": table, "samples": samples}, indent=1) + "\n")
    for row in table:
        print(json.dumps(row))


main()
