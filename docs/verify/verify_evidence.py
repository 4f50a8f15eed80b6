#!/usr/bin/env python3
"""Verifies evidence of Offboard with its public key. Needs Python 3.8 alone, and no connection.

Usage: python3 verify_evidence.py EVIDENCE.json KEY.pem     exit code 0: genuine; 1: not; 2: wrong usage
"""
import base64
import hashlib
import json
import re
import sys
from decimal import Decimal

DOCUMENT = {"head", "keyId", "offboarding", "records", "signature", "version"}
RECORD = {"content", "hash", "number", "previous", "type"}
ORDER = re.compile(r"request (plan approval( item)*|single) end")
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # of SHA-256 (RFC 8017, section 9.2)


def number(value):
    """As ECMAScript writes it (RFC 8785, section 3.2.2.3)."""
    sign, digits, exponent = Decimal(repr(value + 0.0)).normalize().as_tuple()  # -0 is 0
    text, point = "".join(map(str, digits)), len(digits) + exponent
    if 0 < point <= 21:
        text = text[:point].ljust(point, "0") + ("." + text[point:] if text[point:] else "")
    elif -6 < point <= 0:
        text = "0." + "0" * -point + text
    else:
        text = text[0] + ("." + text[1:] if text[1:] else "") + "e%+d" % (point - 1)
    return "-" * sign + text


def canonical(value):
    """RFC 8785: members in the order of UTF-16 code units, no white space."""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    return json.dumps(value, ensure_ascii=False)


def check(holds, problem):
    if not holds:
        raise ValueError(problem)


def rsa_key(pem):
    """Modulus and exponent of a SubjectPublicKeyInfo (RFC 5280): the last two INTEGERs."""
    body = re.search(r"-----BEGIN PUBLIC KEY-----(.+?)-----END PUBLIC KEY-----", pem, re.S)
    check(body, "the key must be a public key in PEM")
    der, values = base64.b64decode("".join(body.group(1).split())), []
    check(bytes.fromhex("06092a864886f70d010101") in der[:32], "the key must be an RSA public key")
    position = 0
    while position < len(der):
        tag, length, position = der[position], der[position + 1], position + 2
        if length > 127:
            size, position = length - 128, position + length - 128
            length = int.from_bytes(der[position - size:position], "big")
        if tag == 2:
            values.append(int.from_bytes(der[position:position + length], "big"))
        position += {0x30: 0, 0x03: 1}.get(tag, length)  # into a SEQUENCE and a BIT STRING, past all else
    return values[-2], values[-1]


def verify(data, pem):
    document = json.loads(data.decode("utf-8"), parse_int=float, parse_float=float)
    check(set(document) == DOCUMENT, "members are missing or added")
    owner = {name: document[name] for name in ("version", "offboarding", "keyId")}
    check(owner["version"] == "3" and all(isinstance(text, str) for text in owner.values()), "not of version 3")
    check(canonical(document).encode() == data, "the file is not the canonical text of its content")
    previous, records = "0" * 64, document["records"]
    for place, record in enumerate(records, 1):
        check(isinstance(record, dict) and set(record) == RECORD, "record %d: members are missing or added" % place)
        check(record["number"] == place and record["previous"] == previous, "record %d is out of order" % place)
        text = canonical({**{name: record[name] for name in RECORD - {"hash"}}, **owner})
        check(record["hash"] == hashlib.sha256(text.encode()).hexdigest(), "record %d was changed" % place)
        previous = record["hash"]
    check(ORDER.fullmatch(" ".join(record["type"] for record in records)), "records are missing, or in another order")
    check(document["head"] == previous, "the head is not the hash of the last record")
    signature = base64.b64decode(document["signature"], validate=True)
    check(base64.b64encode(signature).decode() == document["signature"], "the signature is not base64")
    modulus, exponent = rsa_key(pem)
    size, info = (modulus.bit_length() + 7) // 8, DIGEST_INFO + bytes.fromhex(previous)
    expected = b"\x00\x01" + b"\xff" * (size - 3 - len(info)) + b"\x00" + info
    value = int.from_bytes(signature, "big")
    check(len(signature) == size and value < modulus, "the signature is not one of this key")
    check(pow(value, exponent, modulus).to_bytes(size, "big") == expected, "the signature is not that of the head")
    return "genuine: %d records of %s, signed by the key %s" % (len(records), owner["offboarding"], owner["keyId"])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(print(__doc__, file=sys.stderr) or 2)
    try:
        with open(sys.argv[1], "rb") as evidence, open(sys.argv[2], encoding="ascii") as key:
            print(verify(evidence.read(), key.read()))
    except Exception as error:  # Whatever is wrong with a file, it is not genuine.
        sys.exit(print("NOT genuine:", error, file=sys.stderr) or 1)
