"""Checks that files are canonical JSON (RFC 8785), with the PyPI package `rfc8785`.

usage: check_canonical_json.py [--lines] FILE...

With --lines each line of a file is a document of its own. Exits 0 when all are canonical, 1 when one is not, 2 when a file
cannot be read.
"""

import argparse
import json
import sys

import rfc8785


def number(text: str) -> int | float:
    """JSON numbers are doubles to RFC 8785; Python would read the large whole ones as integers."""
    value = int(text)
    return value if abs(value) < 2**53 else float(text)


def is_canonical(data: bytes) -> bool:
    return rfc8785.dumps(json.loads(data, parse_int=number)) == data


def main() -> int:
    parser = argparse.ArgumentParser(description="Check files for canonical JSON.")
    parser.add_argument("--lines", action="store_true", help="each line is a document")
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    failed = False
    for path in arguments.files:
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            print(f"cannot read {path}: {error}", file=sys.stderr)
            return 2
        documents = data.splitlines() if arguments.lines else [data]
        try:
            wrong = [number for number, document in enumerate(documents, 1) if not is_canonical(document)]
        except ValueError as error:
            wrong = [error]
        failed = failed or bool(wrong) or not documents
        detail = f", not canonical: {wrong}" if wrong else ""
        print(f"{'FAIL' if wrong or not documents else 'ok  '}  {path}: {len(documents)} documents{detail}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
