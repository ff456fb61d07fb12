"""Runs the checks of one client library against a gateway; the last line printed is `{"client", "outcomes"}`.

usage: check_clients.py CLIENT GATEWAY_URL MOCK_URL EVIDENCE_URL KEY NARROW_KEY POOR_KEY REVIEWER_KEY
"""

import importlib
import importlib.metadata
import json
import sys
import traceback

from clients.common import CHECKS, Setting


def outcomes(name, setting):
    """By check: "ok", what went wrong, or nothing where the client has no such thing."""
    client = importlib.import_module(f"clients.{name}_client").Client(setting)
    for check in CHECKS:
        body = getattr(client, check, None)
        if body is None:
            continue
        try:
            body()
            yield check, "ok"
        except Exception:  # every failure is reported, none ends the run
            yield check, traceback.format_exc()


name, *where = sys.argv[1:]
package = {"pydantic_ai": "pydantic-ai-slim"}.get(name, name.replace("_", "-"))
found = dict(outcomes(name, Setting(*where)))
print(json.dumps({"client": f"{package} {importlib.metadata.version(package)}", "outcomes": found}))
