#!/usr/bin/env bash
# Measures a ledger on this disk: durable appends at 1, 16 and 64 writers, receipts, and the check of a whole log. Writes
# results/NAME.txt.
#
#   Benchmarks/ledger.sh [SECONDS [ENTRIES [NAME]]]   defaults: 5 s for each number of writers, a log of 100,000 entries, ledger
#   Benchmarks/ledger.sh 5 1000000 ledger-million     the table's row of a log of a million entries; some minutes
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-5}
entries=${2:-100000}
name=${3:-ledger}
swift build -c release --static-swift-stdlib --product ledger-benchmark
folder=$(mktemp -d -p .)
trap 'rm -rf "$folder"' EXIT
{
    echo "ledger-benchmark FOLDER $seconds $entries (release build)"
    .build/release/ledger-benchmark "$folder" "$seconds" "$entries"
} | tee "Benchmarks/results/$name.txt"
