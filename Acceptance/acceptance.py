"""Checks a built `governor` with tools that other people wrote. See `run`, which installs them first.

usage: acceptance.py PATH/TO/governor [log | models]      everything, or one part of it
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import rfc8785
import yaml
from jsonschema import Draft202012Validator

import models
import readme
from harness import ROOT, Checks, Workspace, command, http
from running import Governor

GOVERNOR = Path(sys.argv[1]).resolve()
POLICY = ROOT / "examples/policies/adr-006.embedded-governance.yaml"
GO = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""}


def decide(demo, prompt, **context):
    status, headers, body = http("POST", f"{demo.gateway}/filter/prompt", {"prompt": prompt, "context": context})
    answer = json.loads(body)
    assert status == 200 and headers["governor-receipt"] == answer["receipt"], (status, body)
    return answer


def download_log(demo, folder):
    """Fetches what a mirror would: the checkpoint, all hash tiles and all entry bundles."""
    checkpoint = http("GET", f"{demo.evidence}/checkpoint")[2]
    (folder / "checkpoint").write_bytes(checkpoint)
    size = int(checkpoint.split(b"\n")[1])
    paths, width, level = [], size, 0
    while width > 0:
        full, rest = divmod(width, 256)
        names = [f"{index:03d}" for index in range(full)] + ([f"{full:03d}.p/{rest}"] if rest else [])
        paths += [f"tile/{level}/{name}" for name in names]
        paths += [f"tile/entries/{name}" for name in names] if level == 0 else []
        width, level = full, level + 1
    for path in paths:
        status, _, body = http("GET", f"{demo.evidence}/{path}")
        assert status == 200, (path, status)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    return size


def fetch_receipt(demo, identifier, path):
    status, _, body = http("GET", f"{demo.evidence}/receipts/{identifier}")
    assert status == 200, (status, body)
    path.write_bytes(body)


def main():
    checks = Checks()
    parts = sys.argv[2:] or ["log", "models"]
    with Workspace() as folder:
        if "log" in parts:
            check_log(checks, folder)
        if "models" in parts:
            models.check(checks, GOVERNOR, folder)
    checks.finish()


def check_log(checks, folder):
    demo = Governor(GOVERNOR, "demo", data=folder / "data")
    try:
        over_http(checks, demo, folder)
        checks.run("SIGTERM ends the server in order", demo.stop)
    finally:
        demo.process.kill()
    offline(checks, demo, folder)


def over_http(checks, demo, folder):
    receipts = []

    def reference_decisions():
        blocked = decide(demo, "Email me at user@example.com")
        assert (blocked["allowed"], blocked["action"]) == (False, "block"), blocked
        assert blocked["reasons"] == ["PII without lawful basis"], blocked
        careful = decide(demo, "hello", jailbreak_score=0.9)
        assert (careful["allowed"], careful["action"]) == (True, "safe_mode"), careful
        lawful = decide(demo, "Email me at user@example.com", lawful_basis=True)
        assert lawful["allowed"], lawful
        receipts.extend(answer["receipt"] for answer in (blocked, careful, lawful))
        # More than one full tile, so that the log has an inner level.
        for number in range(300):
            receipts.append(decide(demo, f"question {number}")["receipt"])

    def go_verifies_the_log():
        log = folder / "log"
        log.mkdir()
        assert download_log(demo, log) > 256
        files = []
        for identifier in [receipts[0], receipts[1], receipts[-1]]:
            files.append(folder / f"{identifier}.tlog-proof")
            fetch_receipt(demo, identifier, files[-1])
        command("go", "run", "./Acceptance/golang/checklog", "-log", log, "-vkey", demo.vkey,
                "-skey", demo.data / "keys/ledger.key", *files, env=GO)

    def leaves_are_canonical():
        bundle = http("GET", f"{demo.evidence}/tile/entries/000")[2]
        count = 0
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            leaf, bundle = bundle[2:2 + length], bundle[2 + length:]
            assert rfc8785.dumps(json.loads(leaf)) == leaf, leaf
            count += 1
        assert count == 256, count

    def metrics_are_well_formed():
        for url in (demo.gateway, demo.evidence):
            command("promtool", "check", "metrics", stdin=http("GET", f"{url}/metrics")[2].decode())

    def receipts_verify_offline():
        path = folder / "receipt.tlog-proof"
        fetch_receipt(demo, receipts[0], path)
        key = demo.data / "keys/ledger.vkey"
        command(GOVERNOR, "verify", path, "--key", key)
        text = path.read_bytes()
        for position in range(40, len(text), max(1, len(text) // 40)):
            changed = bytearray(text)
            changed[position] ^= 1
            path.write_bytes(changed)
            result = subprocess.run([GOVERNOR, "verify", path, "--key", key], capture_output=True, text=True)
            assert result.returncode in (1, 2, 4), f"byte {position}: exit {result.returncode}\n{result.stdout}"
        path.write_bytes(text)
        command(GOVERNOR, "ledger", "keygen", "--ledger", folder / "other", "--origin", "somebody.else")
        command(GOVERNOR, "verify", path, "--key", folder / "other/keys/ledger.vkey", expect=4)

    def schemathesis(url):
        def body():
            command(
                Path(sys.executable).parent / "schemathesis", "run", f"{url}/openapi.json", "--checks", "all",
                "--max-examples", "25", "--seed", "20261121", "--request-timeout", "10", "--no-color",
                timeout=900, cwd=folder,
                env={"SCHEMATHESIS_HOOKS": "exact_numbers", "PYTHONPATH": str(ROOT / "Acceptance/python")})
        return body

    def openai_asks_a_model():
        command(sys.executable, "Acceptance/python/check_openai.py", demo.gateway, timeout=120)

    checks.run("the reference system's decisions, and 300 more", reference_decisions)
    checks.run("Go's x/mod verifies notes, tiles, records and receipts", go_verifies_the_log)
    checks.run("rfc8785 agrees that every leaf is canonical", leaves_are_canonical)
    checks.run("OpenAI's library asks a model, streamed, refused and 64 at a time", openai_asks_a_model)
    checks.run("promtool accepts the metrics of both listeners", metrics_are_well_formed)
    checks.run("a receipt verifies offline, a changed byte never does", receipts_verify_offline)
    checks.run("schemathesis finds nothing in the gateway", schemathesis(demo.gateway))
    checks.run("schemathesis finds nothing in the evidence service", schemathesis(demo.evidence))


def offline(checks, demo, folder):
    def ledger_is_sound():
        command(GOVERNOR, "ledger", "fsck", "--ledger", demo.data)

    def evidence_is_attested():
        evidence = folder / "evidence.json"
        command(GOVERNOR, "gate", "--config", POLICY, "--artifacts", ROOT / "examples/artifacts/passing",
                "--evidence", evidence, "--key", demo.data / "keys/ledger.key")
        command(sys.executable, "Acceptance/python/check_attestation.py", "--vkey", demo.vkey, "--result", "PASSED",
                evidence)
        command(GOVERNOR, "verify", evidence, "--key", demo.data / "keys/ledger.vkey")

    def frames_are_large_enough():
        command(sys.executable, "Acceptance/python/check_frames.py", GOVERNOR, timeout=600)

    def databases_count():
        command(sys.executable, "Acceptance/python/check_push_down.py", GOVERNOR, timeout=300)

    def requests_are_cheap():
        command(sys.executable, "Benchmarks/gateway/cost.py", GOVERNOR, timeout=300)

    def schema_describes_policies():
        validator = Draft202012Validator(json.loads(command(GOVERNOR, "policy", "schema")))
        for path in sorted((ROOT / "examples/policies").glob("*.yaml")):
            if not path.name.endswith(".tests.yaml"):
                problems = list(validator.iter_errors(plain(yaml.load(path.read_text(), yaml.BaseLoader), path)))
                assert not problems, (path, problems[:3])
        broken = {"meta": {"policy_id": "x", "version": "1"}, "treshold": {}}
        assert not validator.is_valid(broken)

    checks.run("the README's walk-through works as pasted", lambda: readme.run(GOVERNOR))
    checks.run("fsck finds nothing in the ledger it left", ledger_is_sound)
    checks.run("no async function writes past its frame", frames_are_large_enough)
    checks.run("decisions that DuckDB and Spark have counted give the report of the rows", databases_count)
    checks.run("a governed request costs no more of nginx's than is committed", requests_are_cheap)
    checks.run("securesystemslib and in-toto accept the gate's evidence", evidence_is_attested)
    checks.run("jsonschema accepts the example policies by our schema", schema_describes_policies)


def plain(value, path):
    """YAML 1.2 scalars: numbers and booleans as JSON has them, everything else text."""
    if isinstance(value, dict):
        return {key: plain(item, path) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item, path) for item in value]
    if value in ("true", "false"):
        return value == "true"
    if re.fullmatch(r"-?\d+(\.\d+)?", value) and not re.fullmatch(r"\d+\.\d+\.\d+", value):
        return float(value) if "." in value else int(value)
    return value


if __name__ == "__main__":
    main()
