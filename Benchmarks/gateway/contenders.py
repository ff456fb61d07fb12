"""What is measured: programs between a client and the upstream, each on the first core; and the load, on the last."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Of the cores that this process may use, which in a container need not be the machine's first.
FIRST, LAST = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))
PATH = os.environ["PATH"] + ":/usr/sbin"
WORDS = "The board agreed to build the plant in two steps and to report on the costs every quarter. "
ANSWER = json.dumps({
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": "m",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": WORDS * 9}}],
    "usage": {"prompt_tokens": 190, "completion_tokens": 160, "total_tokens": 350}}, separators=(",", ":"))
COMMON = "worker_processes 1; daemon off; error_log stderr crit; pid {pid}; events {{ worker_connections 4096; }}\n"
# Whoever is not root may not write where nginx would.
TEMPORARY = " ".join(f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
UPSTREAM_CONF = COMMON + """http {{ """ + TEMPORARY + """ access_log off; keepalive_requests 100000000; default_type application/json;
  server {{ listen 127.0.0.1:{port} reuseport; location / {{ return 200 '{answer}'; }} }} }}"""
PROXY_CONF = COMMON + """http {{ """ + TEMPORARY + """ access_log off; keepalive_requests 100000000;
  upstream model {{ server 127.0.0.1:{upstream}; keepalive 512; keepalive_requests 100000000; }}
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://model; proxy_http_version 1.1; proxy_buffering off;
    proxy_set_header Connection ''; }} }} }}"""
HAPROXY_CONF = """global
  nbthread 1
  maxconn 4096
defaults
  mode http
  option http-no-delay
  http-reuse always
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen gateway
  bind 127.0.0.1:{port}
  server model 127.0.0.1:{upstream}
"""


def load(target, connections, seconds):
    """wrk on the last core: requests and percentiles, and the processor time of a request. An error ends the run: it would be cheap."""
    before = target.processor_time()
    output = subprocess.run(
        ["taskset", "-c", str(LAST), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", HERE / "request.lua",
         f"{target.url}/v1/chat/completions"], capture_output=True, text=True, check=True,
        env={**os.environ, "KEY": target.key}).stdout
    run = json.loads(output.splitlines()[-1])
    if run["errors"] or not run["requests"]:
        raise SystemExit(f"error: {target.name}: {run['errors']} of {run['requests']} requests failed")
    run["processor_us"] = round((target.processor_time() - before) / max(1, run["requests"]) * 1e6, 1)
    run["requests_per_second"] = round(run["requests"] / run["seconds"])
    return run


class Running:
    """A program on a port, and what it uses."""

    def __init__(self, name, port, words, core, folder, environment={}, key="none"):
        self.name, self.url, self.key = name, f"http://127.0.0.1:{port}", key
        self.log = open(folder / f"{name.replace('/', '-')}.log", "wb")
        self.process = subprocess.Popen(
            ["taskset", "-c", str(core), *map(str, words)], stdout=self.log, stderr=self.log,
            env={**os.environ, "PATH": PATH, **environment})
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.url}/health")
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit(f"error: {name} did not start, see {self.log.name}")
                time.sleep(0.1)

    def family(self):
        """The process and its children."""
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                found += map(int, task.read_text().split())
        return found

    def processor_time(self):
        ticks = 0
        for pid in self.family():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def resident_mib(self):
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.family())
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.log.close()


def upstream(folder, port):
    (folder / "upstream.conf").write_text(UPSTREAM_CONF.format(pid=folder / "upstream.pid", port=port, answer=ANSWER))
    return Running("upstream", port, ["nginx", "-p", folder, "-c", folder / "upstream.conf"], LAST, folder)


def nginx(folder, port, upstream):
    (folder / "proxy.conf").write_text(PROXY_CONF.format(pid=folder / "proxy.pid", port=port, upstream=upstream))
    return Running("nginx proxy_pass", port, ["nginx", "-p", folder, "-c", folder / "proxy.conf"], FIRST, folder)


def haproxy(folder, port, upstream):
    (folder / "haproxy.cfg").write_text(HAPROXY_CONF.format(port=port, upstream=upstream))
    return Running("HAProxy", port, ["haproxy", "-f", folder / "haproxy.cfg"], FIRST, folder)


def governor(name, program, folder, port, upstream, policy, data):
    """The gateway with a key, in front of one server for every model."""
    configuration = folder / f"{port}.yaml"
    configuration.write_text(json.dumps({
        "policy": str(HERE / policy), "log": {"level": "warning"}, "gateway": {"models": [
            {"name": "*", "api": "openai", "url": f"http://127.0.0.1:{upstream}/v1"}]}}))
    words = [program, "keys", "create", "--id", "benchmark", "--role", "service", "--data", data]
    key = subprocess.run(list(map(str, words)), check=True, capture_output=True, text=True).stdout.strip()
    running = Running(name, port, [program, "serve", "--config", configuration, "--data", data, "--gateway-port", port,
                                   "--evidence-port", port + 100], FIRST, folder)
    running.key = key
    return running
