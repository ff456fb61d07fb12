"""Runs the checks of client libraries and of the gateway's conformance against a gateway with a mock behind it."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from harness import ROOT, command
from running import Models

sys.path.insert(0, str(ROOT / "Acceptance/python"))
from clients.common import CHECKS
from mock.script import WORK

PYTHON = ROOT / "Acceptance/python"
POLICY = PYTHON / "models_policy.yaml"
QUOTING_POLICY = PYTHON / "quoting_policy.yaml"
LIBRARIES = ROOT / ".venv/clients/bin/python"
# The two libraries that servers' owners make in their newest versions, then all in versions that they can share.
CLIENTS = [(name, sys.executable) for name in ("openai", "anthropic")] + [(name, LIBRARIES) for name in (
    "openai", "anthropic", "litellm", "langchain_openai", "langchain_anthropic", "instructor", "pydantic_ai")]


def check(checks, governor, folder):
    """All of it at once, as many processes at a time as there are cores: they wait for the mock more than they work."""
    with ThreadPoolExecutor(max(2, os.cpu_count())) as threads:
        conformance = threads.submit(conform, governor, folder)
        report_clients(checks, check_clients(governor, folder, threads))
        checks.run("every surface does what it must, streamed or not", lambda: print(conformance.result()))


def check_clients(governor, folder, threads):
    """Every client library in a process of its own."""
    models = Models(governor, folder, POLICY)
    try:
        def outcome(client):
            name, python = client
            words = [python, PYTHON / "check_clients.py", name, *models.setting]
            result = subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=600)
            return json.loads(result.stdout.splitlines()[-1]) if result.returncode == 0 else {"failed": result.stderr}

        return list(threads.map(outcome, CLIENTS))
    finally:
        models.stop()


def conform(governor, folder):
    """What every surface must do, with gateways and mocks of its own; returns the table that the script prints."""
    (folder / "work.txt").write_text(WORK)
    corpus = folder / "works.index"
    command(governor, "corpus", "build", folder / "work.txt", "--output", corpus)
    with ExitStack() as started:
        def settings(*words, **more):
            models = Models(governor, folder, *words, **more)
            started.callback(models.stop)
            return models.setting

        usual = settings(POLICY, data="conformance")
        quoting = settings(QUOTING_POLICY, data="quoting", corpus=str(corpus), summaries={"model": "gpt-4o-mini"})
        return command(sys.executable, PYTHON / "check_conformance.py", *usual, *quoting, timeout=900)


def report_clients(checks, reports):
    print(table(reports), flush=True)
    for report in reports:
        checks.run(f"{report.get('client', 'a client')} works unpatched", lambda: all_ok(report))


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
