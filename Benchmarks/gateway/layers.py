"""Says which layers of the gateway the processor time of a request goes to. Writes results/gateway-layers.json.

usage: layers.py PATH/TO/governor [SECONDS]     10 s of samples for each policy; needs perf (apt-get install linux-perf)

Eight connections, the ledger in memory, a question and an answer of 1 KiB. A sample belongs to the layer of its outermost known
function; tasks whose stack does not say, memory management among them, are "everything else".
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

import contenders

ROOT = Path(__file__).resolve().parent.parent.parent
PORT = 18500
POLICIES = {"no rules": "nothing.yaml", "everything on": "policy.yaml"}
# By thread, then by the outermost function that one of these knows, as the compiler mangles its name.
THREADS = [("sockets and HTTP", r"^NIO-"), ("the database and its files", r"overcommit")]
FUNCTIONS = [
    ("records: canonical form, commitments, encryption", r"10FactSealer|14DecisionRecord"),
    ("log: tree, signature, anchor", r"9LogWriter|9Sequencer|10FileAnchor|14GovernorLedger6LedgerV"),
    ("asking the server", r"14RoutedUpstream|12HTTPUpstream|12UpstreamPool|16UpstreamExchange|12UpstreamBody"),
    ("answer: read, inspect, decide", r"PipelineC(5whole|4read)|OutputGuard"),
    ("request: read, inspect, decide", r"PipelineC(7decided|5begun|5asked)|DecisionMaker"),
    ("pipeline: keys, limits, deadlines, metrics", r"15GovernorGateway"),
]
OTHER = "everything else"


def layer(thread, stack):
    for name, pattern in THREADS:
        if re.search(pattern, thread):
            return name
    for symbol in reversed(stack):
        for name, pattern in FUNCTIONS:
            if re.search(pattern, symbol):
                return name
    return OTHER


def samples(path):
    """The thread and the mangled stack of each sample."""
    script = subprocess.Popen(["perf", "script", "-i", path, "-F", "comm,ip,sym"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    thread, stack = "", []
    for line in script.stdout:
        if not line.strip():
            if stack:
                yield thread, stack
            stack = []
        elif not line.startswith((" " * 8, "\t")):
            thread = line.strip()
        else:
            stack.append(line.split(None, 1)[-1])
    if script.wait():
        sys.exit("perf script failed")


def measured(governor, folder, memory, name, policy, seconds):
    target = contenders.governor(name, governor, folder, PORT + 10, PORT, policy, memory / policy)
    path = folder / "perf.data"
    try:
        contenders.load(target, 8, 2)
        cost = contenders.load(target, 8, seconds)
        perf = subprocess.Popen(["perf", "record", "-q", "-e", "cpu-clock", "-F", "2000", "-g", "-o", path, "-p",
                                 str(target.process.pid), "--", "sleep", str(seconds)], stdout=subprocess.DEVNULL)
        contenders.load(target, 8, seconds)
        if perf.wait():
            sys.exit("perf record failed")
    finally:
        target.stop()
    counts = Counter(layer(*sample) for sample in samples(path))
    total = sum(counts.values())
    if not total:
        sys.exit("perf has no samples")
    return {"processor_us": cost["processor_us"], "samples": total,
            "shares": {name: round(count / total, 4) for name, count in counts.most_common()}}


def main():
    governor, seconds = Path(sys.argv[1]).resolve(), int((sys.argv[2:] + ["10"])[0])
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        upstream = partial(contenders.upstream, Path(name), PORT)()
        try:
            result = {title: measured(governor, Path(name), Path(memory), title, policy, seconds)
                      for title, policy in POLICIES.items()}
        finally:
            upstream.stop()
    (ROOT / "Benchmarks/results/gateway-layers.json").write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
