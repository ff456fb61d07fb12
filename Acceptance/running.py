"""Programs that the checks start: Governor, and a server of models that is none."""

import json
import signal
import subprocess
import sys
import time

from harness import ROOT, command, free_port, http


class Governor:
    """`governor` on free ports with a data folder of its own."""

    def __init__(self, governor, *words, data):
        self.data = data
        self.gateway = f"http://127.0.0.1:{free_port()}"
        self.evidence = f"http://127.0.0.1:{free_port()}"
        self.process = subprocess.Popen(
            [governor, *words, "--data", data, "--gateway-port", self.gateway.rsplit(":", 1)[1],
             "--evidence-port", self.evidence.rsplit(":", 1)[1]],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        self.wait()

    def wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if http("GET", f"{self.evidence}/health")[0] == http("GET", f"{self.gateway}/health")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                raise SystemExit(f"governor ended:\n{self.process.stdout.read()}")
            time.sleep(0.1)
        raise SystemExit("governor did not start within 60 seconds")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.output, _ = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, f"exit {self.process.returncode} after SIGTERM\n{self.output}"

    @property
    def vkey(self):
        return (self.data / "keys/ledger.vkey").read_text().strip()


class Mock:
    """`python/mock_upstream.py` on a free port."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "Acceptance/python/mock_upstream.py"], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def stop(self):
        self.process.kill()
        self.process.wait()


class Models:
    """The gateway in front of the mock, with one policy, and a key of a service."""

    def __init__(self, governor, folder, policy, data="models"):
        self.mock = Mock()
        key = folder / "upstream.key"
        key.write_text("sk-of-the-server\n")
        served = {"api_key_file": str(key)}
        routes = [{"name": "claude-*", "api": "anthropic", "url": self.mock.url, **served},
                  {"name": "gpt-*", "api": "openai", "url": f"{self.mock.url}/v1", **served},
                  {"name": "text-*", "api": "openai", "url": f"{self.mock.url}/v1", "served_name": "mock-text", **served},
                  {"name": "reference", "api": "reference", "url": self.mock.url},
                  {"name": "lost", "api": "openai", "url": f"http://127.0.0.1:{free_port()}/v1"}]
        configuration = folder / f"{data}.yaml"
        configuration.write_text(json.dumps({"policy": str(policy), "gateway": {"models": routes}}))
        self.key = command(governor, "keys", "create", "--id", "service", "--role", "service", "--data", folder / data).strip()
        self.governor = Governor(governor, "serve", "--config", configuration, data=folder / data)
        self.url = self.governor.gateway

    def stop(self):
        try:
            self.governor.stop()
        finally:
            self.governor.process.kill()
            self.mock.stop()
