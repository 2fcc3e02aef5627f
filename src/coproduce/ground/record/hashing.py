"""How the lines of the record hang together: plain values in, hexadecimal out."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from hmac import digest
from secrets import token_hex

BEFORE_ALL = "0" * 64

HASHED = ("number", "at", "act", "subject_kind", "subject_id", "project_id", "seal", "reason_seal")


def new_key() -> str:
    """256 random bits."""
    return token_hex(32)


def line_hash(before: str, line: Mapping[str, object]) -> str:
    """SHA-256 over the hash before and the line's HASHED values, as compact ASCII JSON in that order.

    The person is not among them: only the seal is, so that a person can be erased and the chain still holds.
    """
    values = [_plain(line[name]) for name in HASHED]
    return sha256(json.dumps([before, *values], separators=(",", ":")).encode()).hexdigest()


def person_seal(key: str, number: int, person: int) -> str:
    """HMAC under the person's key: nobody without the key can tell whose line it is, nor that two are one person's."""
    return _hmac(key, f"{number}:{person}")


def reason_seal(key: str, words: str) -> str:
    """HMAC under the reason's own key: shows later that these were the words, without keeping them."""
    return _hmac(key, words)


def _hmac(key: str, what: str) -> str:
    return digest(bytes.fromhex(key), what.encode(), "sha256").hex()


def _plain(value: object) -> object:
    """A time the same from every database: UTC with microseconds."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
