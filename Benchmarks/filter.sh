#!/usr/bin/env bash
# Measures POST /filter/prompt of a release build under wrk, every decision durable before its answer, and the memory of the
# process before and after. Writes the raw numbers to results/filter.json.
#
#   Benchmarks/filter.sh [GOVERNOR [SECONDS]]      defaults: .build/release/governor, 10 s at 1, 16 and 64 connections
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 Benchmarks/filter.py "${1:-.build/release/governor}" "${2:-10}"
