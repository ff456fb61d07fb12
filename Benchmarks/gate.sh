#!/usr/bin/env bash
# Measures `governor gate` on 1,000 thresholds, start of the process included, and writes results/gate.json.
#
#   Benchmarks/gate.sh [GOVERNOR [RUNS]]      defaults: the release binary, 100 runs
#
# Needs hyperfine. The goal is below 50 ms. `--help` is measured beside it: what starting costs without judging.
set -euo pipefail
cd "$(dirname "$0")/.."

governor=$(realpath "${1:-.build/release/governor}")
runs=${2:-100}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p Benchmarks/results "$work/artifacts"

# Ten categories of a hundred metrics: half have a minimum, half a maximum, all are met.
for category in {0..9}; do
    for metric in {00..99}; do
        if ((10#$metric % 2)); then echo "      m$metric: { target_min: 0.5$metric, block_below: true }"
        else echo "      m$metric: { target_max: 0.9$metric, block_above: true }"; fi
    done > "$work/thresholds$category"
    { echo "{"; for metric in {00..98}; do echo "  \"m$metric\": 0.8$metric,"; done; echo '  "m99": 0.899'; echo "}"; } \
        > "$work/artifacts/eval_c$category.json"
done
{
    echo "meta: { policy_id: benchmark, version: 1 }"
    echo "thresholds:"
    for category in {0..9}; do echo "    c$category:"; cat "$work/thresholds$category"; done
} > "$work/policy.yaml"

[[ $("$governor" gate --config "$work/policy.yaml" --artifacts "$work/artifacts" | grep -c '^\[PASS\]') -eq 1000 ]]

hyperfine --shell=none --warmup 10 --runs "$runs" --export-json Benchmarks/results/gate.json \
    --command-name "gate, 1,000 thresholds" \
    "$governor gate --config $work/policy.yaml --artifacts $work/artifacts --format json --output $work/verdict.json" \
    --command-name "check, 4 thresholds" \
    "$governor gate --config examples/policies/adr-006.embedded-governance.yaml --artifacts examples/artifacts/passing" \
    --command-name "help" "$governor --help"
# The path of this machine says nothing to anybody else.
sed -i -e "s|$governor|governor|g" -e "s|$work|work|g" Benchmarks/results/gate.json
