"""Runs the README's walk-through as a newcomer would paste it.

`make run` is replaced by the demo command it runs; every `sh` block of the section "Ten minutes" is run in one shell, and
its output must show what the text promises.
"""

import re
import subprocess
import time

from harness import ROOT, http

PROMISES = [
    '"action":"block"', '"reasons":["PII without lawful basis"]', "exit 1", "Governance Gate FAILED",
    "high jailbreak score", "TAMPERED", "sex × race",
]


def run(governor):
    section = (ROOT / "README.md").read_text().split("## Ten minutes")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.S)
    assert len(blocks) >= 5, "the walk-through has lost its commands"
    script = "\n".join(blocks).replace(".build/debug/governor", str(governor))
    files = ["decision.json", "receipt.tlog-proof", "tampered.tlog-proof", "applicants.csv", "applicants.html"]
    demo = subprocess.Popen([governor, "demo"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                http("GET", "http://127.0.0.1:8080/health")
                http("GET", "http://127.0.0.1:8081/health")
                break
            except OSError:
                assert demo.poll() is None, "the demo ended"
                time.sleep(0.1)
        result = subprocess.run(["bash", "-eu", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120)
        for promise in PROMISES:
            assert promise in result.stdout, f"'{promise}' is missing from\n{result.stdout}{result.stderr}"
        assert result.returncode == 0, f"exit {result.returncode}\n{result.stdout}{result.stderr}"
    finally:
        demo.terminate()
        demo.wait(30)
        for name in files:
            (ROOT / name).unlink(missing_ok=True)
