"""Checks what every surface of a gateway must do, streamed or not, with the mock behind it; prints a table.

usage: check_conformance.py SETTING QUOTING_SETTING

Each setting is GATEWAY_URL MOCK_URL EVIDENCE_URL KEY NARROW_KEY POOR_KEY REVIEWER_KEY: of a gateway, and of one that summarizes
answers which copy a work.
"""

import dataclasses
import sys
import traceback

from clients.common import Setting
from conformance import input_rows, output_rows, quoting_rows, single_rows
from conformance.surface import SURFACES, Gateway

width = len(dataclasses.fields(Setting))
gateway, quoting = (Gateway(Setting(*sys.argv[first:first + width])) for first in (1, 1 + width))
failures = []


def outcome(name, body):
    try:
        body()
        return "ok"
    except Exception:  # every failure is reported, none ends the run
        failures.append(f"{name}:\n{traceback.format_exc()}")
        return "FAIL"


print(" " * 34, "  ".join(f"{surface.name:13}" for surface in SURFACES))
for row, asked in [(row, gateway) for row in input_rows.ROWS + output_rows.ROWS] + [
        (row, quoting) for row in quoting_rows.ROWS]:
    title = row.__name__.replace("_", " ")
    cells = []
    for surface in (kind(asked) for kind in SURFACES):
        found = [outcome(f"{title}, {surface.name}{', streamed' * stream}", lambda: row(surface, stream))
                 for stream in (False, True)]
        cells.append("/".join(found).ljust(13))
    print(f"{title:34}", "  ".join(cells), flush=True)
for row in single_rows.ROWS:
    title = row.__name__.replace("_", " ")
    print(f"{title:42}", outcome(title, lambda: row(gateway)), flush=True)
sys.exit("\n".join(failures) if failures else 0)
