#!/usr/bin/env bash
# Measures what the gateway adds between a client and a model's server: latency, processor time, requests a second, the delay of
# streams and memory; beside nginx and HAProxy, which pass everything on unread. Writes results/gateway.json.
#
#   Benchmarks/gateway.sh [GOVERNOR [ROUNDS [SECONDS]]]      defaults: .build/release/governor, 5 rounds of blocks of 4 s
#
# What is measured has the first core for itself, the upstream (nginx with a fixed answer) and the load share the last. Each block is
# beside one that asks the upstream directly; the order of the contenders changes with the round.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in nginx haproxy wrk taskset; do
    PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || {
        echo "error: $tool is needed"; echo "hint: apt-get install nginx-light haproxy wrk util-linux"; exit 2; }
done
exec python3 Benchmarks/gateway/run.py "${1:-.build/release/governor}" "${2:-5}" "${3:-4}"
