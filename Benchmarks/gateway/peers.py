"""Other governed gateways beside ours, in one run: processor time of a request, latency and requests a second.

usage: peers.py PATH/TO/governor PATH/TO/ENVIRONMENTS [ROUNDS [SECONDS]]     defaults: 3 rounds of blocks of 4 s; see gateway_peers.sh

Each has the first core for itself and its helpers; the upstream, which answers at once, and the load have the last. Blocks take turns, and
each is beside one that asks the upstream directly. Writes results/gateway-peers.json.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import contenders

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "Benchmarks"))
from filter import sync_time

PORT = 18400
# What aegis-latent-core lets one key ask in a minute is less than it can answer: the load has many.
KEYS = [f"benchmark-key-number-{number:02d}-of-sixty-four" for number in range(64)]


class Group:
    """A program and the services it calls, measured as one."""

    def __init__(self, main, *helpers):
        self.main, self.helpers = main, helpers
        self.name, self.url, self.key = main.name, main.url, main.key

    def processor_time(self):
        return sum(one.processor_time() for one in (self.main, *self.helpers))

    def resident_mib(self):
        return round(sum(one.resident_mib() for one in (self.main, *self.helpers)), 1)

    def stop(self):
        for one in (self.main, *self.helpers):
            one.stop()


def litellm(folder, environments, port, upstream, presidio=None):
    """LiteLLM with one worker and no database; with Presidio it masks what is asked and restores it in the answer."""
    configuration = {
        "model_list": [{"model_name": "m", "litellm_params": {
            "model": "openai/m", "api_base": f"http://127.0.0.1:{upstream}/v1", "api_key": "none"}}]}
    environment = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true"}
    helpers = []
    if presidio:
        services = [(name, presidio + number) for number, name in enumerate(("analyzer", "anonymizer"))]
        for name, own in services:
            helpers.append(contenders.Running(
                f"presidio {name}", own, [environments / "presidio/bin/python", HERE / "presidio.py", name, own], contenders.FIRST, folder))
            environment[f"PRESIDIO_{name.upper()}_API_BASE"] = f"http://127.0.0.1:{own}"
        configuration["guardrails"] = [{"guardrail_name": "presidio", "litellm_params": {
            "guardrail": "presidio", "mode": "pre_call", "output_parse_pii": True, "default_on": True}}]
    path = folder / f"litellm-{port}.yaml"
    path.write_text(json.dumps(configuration))
    words = [environments / "litellm/bin/litellm", "--config", path, "--host", "127.0.0.1", "--port", port, "--num_workers", 1]
    name = "LiteLLM + Presidio" if presidio else "LiteLLM"
    return Group(contenders.Running(name, port, words, contenders.FIRST, folder, environment), *helpers)


def aegis(folder, environments, port, upstream, data):
    """aegis-latent-core with durable evidence; its strict mode wants Redis and the kernel's modules."""
    environment = {
        "AEGIS_SECURITY_ENFORCEMENT_MODE": "development", "AEGIS_REQUIRE_DURABLE_EVIDENCE": "true",
        "AEGIS_BACKEND_URL": f"http://127.0.0.1:{upstream}", "AEGIS_BACKEND_API_KEY": "none", "AEGIS_WAL_PATH": str(data / "wal"),
        "AEGIS_API_KEYS": ",".join(KEYS), "AEGIS_RATE_LIMIT_REQUESTS_PER_MINUTE": "10000", "AEGIS_RATE_LIMIT_THRESHOLD": "10000",
        "AEGIS_RATE_LIMIT_BURST": "100", "AEGIS_SIGNING_KEY": "0" * 64, "AEGIS_ALLOW_LEGACY_UNMAPPED_API_KEY_PRINCIPALS": "true", "UV_USE_IO_URING": "0"}
    words = [environments / "aegis/bin/python", "-m", "uvicorn", "--factory", "aegis.proxy.app:create_app", "--host", "127.0.0.1",
             "--port", port, "--log-level", "warning"]
    return Group(contenders.Running("aegis-latent-core", port, words, contenders.FIRST, folder, environment, key=",".join(KEYS)))


def measured(targets, direct, rounds, seconds):
    blocks = []
    for number in range(rounds):
        for target in targets[number % len(targets):] + targets[:number % len(targets)]:
            for connections in (1, 8):
                block = {"target": target.name, "round": number, "connections": connections}
                block["direct"] = contenders.load(direct, connections, 1)
                helpers = getattr(target, "helpers", ())
                before = [helper.processor_time() for helper in helpers]
                block |= contenders.load(target, connections, seconds)
                if any(helper.processor_time() == used for helper, used in zip(helpers, before)):
                    sys.exit(f"{target.name}: a service that should inspect was not asked")
                block["resident_mib"] = target.resident_mib()
                blocks.append(block)
                print({key: value for key, value in block.items() if key != "direct"}, flush=True)
    return blocks


def summary(blocks):
    """Medians and ranges over the rounds, and how many times the processor time of ours each takes."""
    rows = {}
    for name in dict.fromkeys(block["target"] for block in blocks):
        row = rows[name] = {"errors": sum(block["errors"] for block in blocks if block["target"] == name)}
        for connections in (1, 8):
            own = [block for block in blocks if (block["target"], block["connections"]) == (name, connections)]
            for key, values in ((f"processor_us_c{connections}", [block["processor_us"] for block in own]),
                                (f"added_p50_us_c{connections}", [block["p50_us"] - block["direct"]["p50_us"] for block in own]),
                                (f"requests_per_second_c{connections}", [block["requests_per_second"] for block in own])):
                row[key] = [statistics.median(values), min(values), max(values)]
        row["resident_mib"] = max(block["resident_mib"] for block in blocks if block["target"] == name)
    return rows


def main():
    governor, environments = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    rounds, seconds = (int(word) for word in (sys.argv[3:] + ["3", "4"][len(sys.argv) - 3:]))
    with tempfile.TemporaryDirectory(dir=ROOT) as name:
        folder, running = Path(name), []
        result = {"command": f"Benchmarks/gateway_peers.sh governor {rounds} {seconds}", "machine": platform.platform(),
                  "cores": os.cpu_count(), "load_average_before": os.getloadavg(), "fdatasync_us": sync_time(folder)}
        try:
            for start in (
                partial(contenders.upstream, folder, PORT), partial(contenders.nginx, folder, PORT + 2, PORT),
                partial(contenders.governor, "Governor, everything on, durable", governor, folder, PORT + 10, PORT, "policy.yaml",
                        folder / "data"),
                partial(litellm, folder, environments, PORT + 20, PORT),
                partial(litellm, folder, environments, PORT + 21, PORT, presidio=PORT + 22),
                partial(aegis, folder, environments, PORT + 30, PORT, folder),
            ):
                running.append(start())
            result["blocks"] = measured(running[1:], running[0], rounds, seconds)
            result["summary"] = summary(result["blocks"])
        finally:
            for target in reversed(running):
                target.stop()
    (ROOT / "Benchmarks/results/gateway-peers.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result["summary"], indent=1))


if __name__ == "__main__":
    main()
