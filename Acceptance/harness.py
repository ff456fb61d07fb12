"""What the acceptance checks share: a list of named checks, a running Governor, and small HTTP helpers."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Checks:
    """Runs checks one by one, prints each outcome, and counts."""

    def __init__(self):
        self.passed = 0
        self.failed = []

    def run(self, name, body):
        started = time.monotonic()
        try:
            body()
        except Exception as error:  # every failure is reported, none ends the run
            self.failed.append(name)
            print(f"FAIL {name}\n{traceback.format_exc()}", flush=True)
        else:
            self.passed += 1
            print(f"ok   {name} ({time.monotonic() - started:.1f} s)", flush=True)

    def finish(self):
        for name in self.failed:
            print(f"failed: {name}")
        print(f"{self.passed} passed, {len(self.failed)} failed")
        sys.exit(1 if self.failed else 0)


def command(*words, expect=0, env=None, cwd=ROOT, stdin=None, timeout=120):
    """Runs a program; its exit code must be the expected one. Returns its standard output."""
    result = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, cwd=cwd, input=stdin, timeout=timeout,
        env={**os.environ, **(env or {})},
    )
    if result.returncode != expect:
        raise AssertionError(
            f"{' '.join(map(str, words))}\nexit {result.returncode}, expected {expect}\n{result.stdout}{result.stderr}"
        )
    return result.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def http(method, url, body=None, headers=None, key=None):
    """One request. Returns (status, headers, bytes), whatever the status."""
    data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
    if data is not None and not request.has_header("Content-type"):
        request.add_header("Content-Type", "application/json")
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class Workspace:
    """A temporary folder, removed at the end."""

    def __enter__(self):
        self.path = Path(tempfile.mkdtemp(prefix="governor-acceptance-"))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)
