"""Holds the processor time of a governed request to a multiple of what nginx takes to pass it on.

usage: cost.py PATH/TO/governor [ROUNDS [SECONDS]]      defaults: 3 rounds of blocks of 2 s

Blocks of nginx and of the gateway take turns on one core, at 8 connections, with the ledger in memory. The limits are in
cost.json: multiples of nginx's time in the same run, so that they hold on fast machines and on slow ones.
"""

import json
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path

import contenders

PORT = 18300
LIMITS = json.loads((Path(__file__).parent / "cost.json").read_text())


def measured(governor, rounds, seconds):
    """For each policy the multiples of nginx's time, one a round."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        folder, running = Path(name), []
        try:
            for start in [partial(contenders.upstream, folder, PORT), partial(contenders.nginx, folder, PORT + 2, PORT)] + [
                partial(contenders.governor, policy, governor, folder, PORT + 10 + number, PORT, policy, Path(memory) / policy)
                for number, policy in enumerate(LIMITS)]:
                running.append(start())
            nginx, ours = running[1], running[2:]
            for target in running[1:]:
                contenders.load(target, 8, 1)
            multiples = {target.name: [] for target in ours}
            for _ in range(rounds):
                base = contenders.load(nginx, 8, seconds)
                for target in ours:
                    run = contenders.load(target, 8, seconds)
                    assert run["errors"] == 0, f"{target.name}: {run['errors']} of {run['requests']} requests failed"
                    multiples[target.name].append(run["processor_us"] / base["processor_us"])
                    print(f"{target.name}: {run['processor_us']:.0f} µs a request, nginx {base['processor_us']:.0f} µs", flush=True)
            return multiples
        finally:
            for target in reversed(running):
                target.stop()


def main():
    governor = Path(sys.argv[1]).resolve()
    rounds, seconds = (int(word) for word in (sys.argv[2:] + ["3", "2"][len(sys.argv) - 2:]))
    too_much = False
    for policy, multiples in measured(governor, rounds, seconds).items():
        multiple = statistics.median(multiples)
        too_much |= multiple > LIMITS[policy]
        print(f"{policy}: {multiple:.1f} times nginx, at most {LIMITS[policy]}")
    if too_much:
        raise SystemExit("error: a request costs more than it may; profile it, or say in cost.json why it must cost more")


if __name__ == "__main__":
    main()
