"""Runs the checks of client libraries and of the gateway's conformance against a gateway with a mock behind it."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from harness import ROOT, command
from running import Models

sys.path.insert(0, str(ROOT / "Acceptance/python"))
from clients.common import CHECKS

PYTHON = ROOT / "Acceptance/python"
POLICY = PYTHON / "models_policy.yaml"
LIBRARIES = ROOT / ".venv/clients/bin/python"
# The two libraries that servers' owners make in their newest versions, then all in versions that they can share.
CLIENTS = [(name, sys.executable) for name in ("openai", "anthropic")] + [(name, LIBRARIES) for name in (
    "openai", "anthropic", "litellm", "langchain_openai", "langchain_anthropic", "instructor", "pydantic_ai")]


def check_clients(checks, governor, folder):
    """Every client library in a process of its own, as many at a time as there are cores."""
    models = Models(governor, folder, POLICY)
    try:
        def outcome(client):
            name, python = client
            words = [python, PYTHON / "check_clients.py", name, models.url, models.mock.url, models.key]
            result = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=600)
            return json.loads(result.stdout.splitlines()[-1]) if result.returncode == 0 else {"failed": result.stderr}

        with ThreadPoolExecutor(os.cpu_count()) as threads:
            outcomes = list(threads.map(outcome, CLIENTS))
    finally:
        models.stop()
    print(table(outcomes), flush=True)
    for report in outcomes:
        checks.run(f"{report.get('client', 'a client')} works unpatched", lambda: all_ok(report))


def check_conformance(checks, governor, folder):
    """What every surface must do; the script prints a table of its own."""
    models = Models(governor, folder, POLICY, data="conformance")
    try:
        checks.run("every surface does what it must, streamed or not", lambda: print(command(
            sys.executable, PYTHON / "check_conformance.py", models.url, models.mock.url, models.key, timeout=600)))
    finally:
        models.stop()


def all_ok(report):
    assert "failed" not in report, report["failed"]
    wrong = {check: text for check, text in report["outcomes"].items() if text != "ok"}
    assert not wrong, "\n".join(f"{CHECKS[check]}:\n{text}" for check, text in wrong.items())


def table(reports):
    """A row a check, a column a client: ok, FAIL, or a dash where the client has no such thing."""
    reports = [report for report in reports if "failed" not in report]
    columns = [[*report["client"].rsplit(" ", 1)] for report in reports]
    rows = [["", *(name for name, _ in columns)], ["", *(version for _, version in columns)]]
    for check, title in CHECKS.items():
        found = [report["outcomes"].get(check, "-") for report in reports]
        rows.append([title, *(text if text in ("ok", "-") else "FAIL" for text in found)])
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)
