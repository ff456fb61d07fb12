"""Keeps generated numbers to those that a double holds exactly, as both APIs document and JSON Schema cannot say.

A record is canonical JSON (RFC 8785), which rounds all others; what would be rounded is refused. Floats are exact as Python
writes them; integers beyond 2^53 are not.
"""

import schemathesis

SAFE = 2**53


@schemathesis.hook
def map_body(context, body):
    return exact(body)


def exact(value):
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < SAFE else value % SAFE
    if isinstance(value, list):
        return [exact(element) for element in value]
    if isinstance(value, dict):
        return {name: exact(member) for name, member in value.items()}
    return value
