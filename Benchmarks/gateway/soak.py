"""Keeps 512 streams open through the gateway, each followed by another one when it ends, and says what memory that takes over time.

usage: soak.py [GOVERNOR [SAMPLES [SECONDS]]]      defaults: .build/release/governor, 10 samples, one every 60 s

Every rule is on, and every decision is durable. A stream has 32 words, one every 500 ms. Prints the resident memory at each sample and at
last its ratio to the first, which is 1 where nothing leaks; exit 1 when a stream did not come to its end.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import contenders

STREAMS, WORDS, PACE_MS = 512, 32, 500
PORT = 18400
PACED = Path(__file__).parent / "streams.py"


def python(*words, **more):
    return subprocess.Popen(["taskset", "-c", str(contenders.LAST), sys.executable, PACED, *map(str, words)], **more)


def soak(governor, folder, samples, seconds):
    """The memory at each sample, in MiB, and how many streams came to their end and did not."""
    server = python("serve", PORT)
    target = contenders.governor("soak", governor, folder, PORT + 1, PORT, "policy.yaml", folder / "data")
    clients = None
    try:
        print(f"idle: {target.resident_mib()} MiB", flush=True)
        begun = time.monotonic()
        clients = python("keep", target.url, target.key, STREAMS, WORDS, PACE_MS, samples * seconds, stdout=subprocess.PIPE)
        resident = []
        for number in range(1, samples + 1):
            time.sleep(max(0, begun + number * seconds - time.monotonic()))
            resident.append(target.resident_mib())
            print(f"after {number * seconds} s: {resident[-1]} MiB", flush=True)
        return resident, json.loads(clients.communicate(timeout=600)[0])
    finally:
        if clients:
            clients.kill()
        server.kill()
        target.stop()


def main():
    governor, samples, seconds = (sys.argv[1:] + [".build/release/governor", "10", "60"][len(sys.argv) - 1:])[:3]
    with tempfile.TemporaryDirectory() as folder:
        resident, counts = soak(Path(governor).resolve(), Path(folder), int(samples), int(seconds))
    print(f"{counts['complete']} streams complete, {counts['broken']} not {counts['errors'] or ''}")
    print(f"last / first: {resident[-1] / resident[0]:.3f}")
    sys.exit(1 if counts["broken"] or not counts["complete"] else 0)


if __name__ == "__main__":
    main()
