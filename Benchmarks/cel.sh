#!/usr/bin/env bash
# Measures how fast CEL evaluates rules, side by side with Python engines, and writes the raw numbers to results/cel.json.
# Rates are evaluations per second of processor time on one thread, so a busy machine changes them little.
#
#   Benchmarks/cel.sh [ROUNDS [SECONDS]]      defaults: 5 rounds of 0.5 s per rule and engine
#
# Needs python3 with venv; cel-python and cel-expr-python come from PyPI into .venv at the top of the project.
set -euo pipefail
cd "$(dirname "$0")"

python=../.venv/bin/python
[[ -x $python ]] || python3 -m venv ../.venv
"$python" -m pip install --quiet --disable-pip-version-check cel-python==0.5.0 cel-expr-python==0.1.3

export GOVERNOR_PARTS=CEL
swift build -c release -j 2 --product cel-benchmark
"$python" cel_compare.py "$(swift build -c release --show-bin-path)/cel-benchmark" "${1:-5}" "${2:-0.5}"
