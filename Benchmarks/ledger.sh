#!/usr/bin/env bash
# Measures a ledger on this disk: durable appends at 1, 16 and 64 writers, receipts, and the check of a whole log. Writes
# results/ledger.txt.
#
#   Benchmarks/ledger.sh [SECONDS [ENTRIES]]      defaults: 5 s for each number of writers, a log of 100,000 entries
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-5}
entries=${2:-100000}
swift build -c release --static-swift-stdlib --product ledger-benchmark
folder=$(mktemp -d -p .)
trap 'rm -rf "$folder"' EXIT
{
    echo "ledger-benchmark FOLDER $seconds $entries (release build)"
    .build/release/ledger-benchmark "$folder" "$seconds" "$entries"
} | tee Benchmarks/results/ledger.txt
