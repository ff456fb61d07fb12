"""Drives a running gateway with wrk; see filter.sh."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GATEWAY, EVIDENCE = 18081, 18080


def memory(pid):
    """Resident and anonymous memory in MiB, from the kernel."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return {name: round(int(fields[key].split()[0]) / 1024, 1)
            for name, key in (("resident_mib", "Rss"), ("anonymous_mib", "Anonymous"))}


def sync_time(folder):
    """The median time of an fdatasync of one 4 KiB write, in microseconds: what every durable commit waits for."""
    times = []
    with open(folder / "probe", "wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - start) * 1e6)
    return round(sorted(times)[100])


def processor_time(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    governor, seconds = Path(sys.argv[1]).resolve(), int(sys.argv[2])
    with tempfile.TemporaryDirectory(dir=ROOT) as name:
        folder = Path(name)
        result = {
            "command": f"Benchmarks/filter.sh governor {seconds}", "machine": platform.platform(),
            "cores": os.cpu_count(), "load_average_before": os.getloadavg(), "fdatasync_us": sync_time(folder), "runs": [],
        }
        server = subprocess.Popen(
            [governor, "serve", "--auth", "none", "--policy", ROOT / "examples/policies/adr-006.embedded-governance.yaml",
             "--data", folder / "data", "--gateway-port", str(GATEWAY), "--evidence-port", str(EVIDENCE)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait(server)
            time.sleep(2)
            result["idle"] = memory(server.pid)
            for connections in (1, 16, 64):
                before = processor_time(server.pid)
                output = subprocess.run(
                    ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", ROOT / "Benchmarks/filter.lua",
                     f"http://127.0.0.1:{GATEWAY}/filter/prompt"], capture_output=True, text=True, check=True).stdout
                run = json.loads(output.splitlines()[-1])
                run["connections"] = connections
                run["requests_per_second"] = round(run["requests"] / run["seconds"])
                run["processor_us_per_request"] = round((processor_time(server.pid) - before) / run["requests"] * 1e6)
                result["runs"].append(run)
                print(run, flush=True)
            result["loaded"] = memory(server.pid)
        finally:
            server.terminate()
            server.wait(30)
    path = ROOT / "Benchmarks/results/filter.json"
    path.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps({key: result[key] for key in ("fdatasync_us", "idle", "loaded")}))


def wait(server):
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{GATEWAY}/health")
            return
        except OSError:
            if server.poll() is not None:
                raise SystemExit("error: governor did not start")
            time.sleep(0.1)


if __name__ == "__main__":
    main()
