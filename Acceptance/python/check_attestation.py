"""Checks DSSE envelopes with `securesystemslib` and the in-toto Statement inside with `in_toto_attestation`.

usage: check_attestation.py --vkey NAME+ID+BASE64 [--result PASSED|FAILED] ENVELOPE...

ENVELOPE is a file with the envelope, or with a document whose member `signature` is the envelope. Checked are the key id
(SHA-256 of the SubjectPublicKeyInfo), the signature, that a changed payload or type is refused, the statement, and, for a
verification summary, its required members. Exits 0 when all pass, 1 when one fails, 2 when something cannot be read.
"""

import argparse
import base64
import copy
import hashlib
import json
import sys

from google.protobuf.json_format import ParseDict
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

PAYLOAD_TYPE = "application/vnd.in-toto+json"
SUMMARY = "https://slsa.dev/verification_summary/v1"
ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")


class Failure(Exception):
    pass


def require(condition: bool, what: str) -> None:
    if not condition:
        raise Failure(what)


def read_key(vkey: str) -> SSlibKey:
    material = base64.b64decode(vkey.split("+", 2)[2], validate=True)
    if material[0] != 1 or len(material) != 33:
        raise ValueError("not an Ed25519 verifier key")
    raw = material[1:]
    key_id = hashlib.sha256(ED25519_SPKI + raw).hexdigest()
    return SSlibKey(key_id, "ed25519", "ed25519", {"public": raw.hex()})


def check_signature(document: dict, key: SSlibKey) -> bytes:
    envelope = Envelope.from_dict(copy.deepcopy(document))
    require(envelope.payload_type == PAYLOAD_TYPE, f"payload type is {envelope.payload_type}")
    require(key.keyid in envelope.signatures, "no signature names the key by its id")
    envelope.verify([key], 1)
    for change in ("payload", "type"):
        changed = Envelope.from_dict(copy.deepcopy(document))
        if change == "payload":
            changed.payload = changed.payload[:-1] + bytes([changed.payload[-1] ^ 1])
        else:
            changed.payload_type += "x"
        try:
            changed.verify([key], 1)
        except VerificationError:
            continue
        raise Failure(f"a changed {change} is accepted")
    return envelope.payload


def check_statement(payload: bytes, result: str | None) -> str:
    content = json.loads(payload)
    Statement.copy_from_pb(ParseDict(content, statement_pb2.Statement())).validate()
    if content["predicateType"] != SUMMARY:
        require(result is None, f"the predicate is {content['predicateType']}")
        return content["predicateType"]
    predicate = content["predicate"]
    require(predicate["verifier"]["id"] != "", "no verifier")
    require(predicate["timeVerified"].endswith("Z"), "no time")
    require(predicate["resourceUri"] != "", "no resource")
    require(predicate["policy"]["uri"] != "", "no policy")
    verdict = predicate["verificationResult"]
    require(verdict in ("PASSED", "FAILED"), f"the result is {verdict}")
    require(isinstance(predicate["verifiedLevels"], list), "no levels")
    require(result in (None, verdict), f"the result is {verdict}")
    return f"verification summary, {verdict}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Check DSSE envelopes with outside tools.")
    parser.add_argument("--vkey", required=True, help="the verifier key of the signer")
    parser.add_argument("--result", choices=["PASSED", "FAILED"], help="the expected result of a verification summary")
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    failed = False
    try:
        key = read_key(arguments.vkey)
    except (ValueError, IndexError) as error:
        print(f"cannot read the key: {error}", file=sys.stderr)
        return 2
    for path in arguments.files:
        try:
            with open(path, encoding="utf-8") as file:
                document = json.load(file)
        except (OSError, ValueError) as error:
            print(f"cannot read {path}: {error}", file=sys.stderr)
            return 2
        try:
            envelope = document if "payloadType" in document else document.get("signature")
            require(isinstance(envelope, dict), "no envelope")
            found = check_statement(check_signature(envelope, key), arguments.result)
            print(f"ok    {path}: {found}")
        except Exception as error:  # whatever goes wrong in a checker is a failed check
            failed = True
            print(f"FAIL  {path}: {type(error).__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
