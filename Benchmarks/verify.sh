#!/usr/bin/env bash
# Measures `governor verify` of one receipt, start of the process included, and writes results/verify.json.
#
#   Benchmarks/verify.sh [GOVERNOR [RUNS]]      defaults: the release binary, 100 runs
#
# Needs hyperfine. The goal is below 20 ms. `--help` is measured beside it: what starting costs without verifying.
set -euo pipefail
cd "$(dirname "$0")/.."

governor=$(realpath "${1:-.build/release/governor}")
runs=${2:-100}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p Benchmarks/results

for number in {1..20}; do
    echo "{\"note\": $number}" | "$governor" ledger append --create --ledger "$work/data" --type note.added \
        --receipt "$work/$number.tlog-proof" > "$work/appended"
done

hyperfine --shell=none --warmup 10 --runs "$runs" --export-json Benchmarks/results/verify.json \
    --command-name "verify" "$governor verify $work/7.tlog-proof --key $work/data/keys/ledger.vkey" \
    --command-name "help" "$governor --help"
# The path of this machine says nothing to anybody else.
sed -i -e "s|$governor|governor|g" -e "s|$work|work|g" Benchmarks/results/verify.json
