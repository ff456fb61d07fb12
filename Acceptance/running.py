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


# What must fail fails at servers that nothing else needs, however often: they are not left alone for a while.
FAULTY = {"retries": {"limit": 0}, "circuit": {"failures_in_row": 0, "failures_in_32": 0}}


class Models:
    """The gateway in front of the mock, with one policy, and keys of three services.

    Each model `…-faulty` is one to which checks send what must fail, and `…-open` one that lets pass what cannot be
    inspected. The key `narrow` is granted one model, the key `poor` one request a minute; `reviewer` decides about holds.
    More words are what the configuration says besides of `gateway`.
    """

    def __init__(self, governor, folder, policy, data="models", **gateway):
        self.mock = Mock()
        key = folder / "upstream.key"
        key.write_text("sk-of-the-server\n")
        openai = {"api": "openai", "url": f"{self.mock.url}/v1", "api_key_file": str(key)}
        anthropic = {"api": "anthropic", "url": self.mock.url, "api_key_file": str(key)}
        reference = {"api": "reference", "url": self.mock.url}
        servers = {"claude": anthropic, "gpt": openai, "text": {"served_name": "mock-text", **openai},
                   "reference": reference}
        models = [{"name": f"{name}-faulty", **server, **FAULTY} for name, server in servers.items()]
        models += [{"name": f"{name}-open", **server, "unread": {"requests": ["image/*"], "answers": ["media"]}}
                   for name, server in servers.items()]
        models += [{"name": f"{name}*", **server} for name, server in servers.items()]
        # Nothing listens on port 1, and the system gives it to nobody.
        models.append({"name": "lost", "api": "openai", "url": "http://127.0.0.1:1/v1", **FAULTY})
        keys = [{"id": "narrow", "models": ["reference"]}, {"id": "poor", "quota": {"requests_per_minute": 1}}]
        configuration = folder / f"{data}.yaml"
        configuration.write_text(json.dumps(
            {"policy": str(policy), "gateway": {"models": models, "keys": keys, **gateway}}))
        self.keys = [command(governor, "keys", "create", "--id", name, "--role", role, "--data", folder / data).strip()
                     for name, role in (("service", "service"), ("narrow", "service"), ("poor", "service"),
                                        ("reviewer", "compliance"))]
        self.governor = Governor(governor, "serve", "--config", configuration, data=folder / data)
        self.url = self.governor.gateway

    @property
    def setting(self):
        """What the scripts of the checks take: addresses and keys."""
        return [self.url, self.mock.url, self.governor.evidence, *self.keys]

    def stop(self):
        try:
            self.governor.stop()
        finally:
            self.governor.process.kill()
            self.mock.stop()
