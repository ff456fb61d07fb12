#!/usr/bin/env bash
# Measures `governor audit` beside Fairlearn, Aequitas, Evidently, Polars and DuckDB on the same tables in the same run, and writes
# results/audit.json. Processor time of each process, so that a busy machine changes it little.
#
#   Benchmarks/audit.sh [ROUNDS]      default: 3; the stream of 100 million rows is read in the first
#
# Needs python3 with venv; the libraries come from PyPI into .venv/audit at the top of the project.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/audit/bin/python
[[ -x $python ]] || python3 -m venv .venv/audit
"$python" -m pip install --quiet --disable-pip-version-check \
    aequitas==1.1.0 duckdb==2.0.0 evidently==0.7.23 fairlearn==0.15.0 polars==2.1.0

make release
exec "$python" Benchmarks/audit_compare.py .build/release/governor "${1:-3}"
