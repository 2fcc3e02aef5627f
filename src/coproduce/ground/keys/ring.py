"""The site's key ring: master keys in one file, and from each a key of its own for every purpose and use.

The first key makes everything new; the older ones still read what they made. The file belongs in no backup of the
database, and Django's SECRET_KEY is never used in its place. Nothing here reads the clock but the date of a new key.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from hmac import digest
from pathlib import Path
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coproduce.ground.keys.tokens import same

_BYTES = 32
_ABOUT = (
    "The keys of a Coproduce site. Without this file nobody's code works and nothing sealed can be opened. "
    "Keep a copy in a safe place, away from the backups of the database."
)


class Purpose(StrEnum):
    """What a key is for. Each purpose has keys of its own; a value here may never change."""

    WAY_BACK = "way back"  # a guest's code and link
    SIGN_IN_LINK = "sign-in link"
    ADDRESS = "address"  # a network address, where failed tries are counted
    SIGNED_COOKIE = "signed cookie"


class RingUnusable(Exception):
    """There is no key ring to work with; the message says how to mend it."""


class NotOurs(Exception):
    """No key of this ring made it, or it was changed since, or its time is over."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """32 random bytes. `id` stands in front of each MAC, so it tells nothing."""

    id: str
    made: date
    secret: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> Self:
        return cls(secrets.token_hex(4), datetime.now(UTC).date(), secrets.token_bytes(_BYTES))

    def derived(self, purpose: Purpose, use: str) -> bytes:
        """A key that tells nothing of this one nor of its sisters (HKDF, RFC 5869)."""
        info = f"coproduce 1|{purpose.value}|{use}".encode()
        return HKDF(algorithm=SHA256(), length=_BYTES, salt=None, info=info).derive(self.secret)

    def mac(self, purpose: Purpose, what: bytes) -> str:
        mac = digest(self.derived(purpose, "mac"), what, "sha256")
        return f"{self.id}:{_unpadded(mac)}"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """One or more master keys, the current one first."""

    keys: tuple[MasterKey, ...]

    @classmethod
    def fresh(cls) -> Self:
        return cls((MasterKey.fresh(),))

    def rotated(self) -> "KeyRing":
        """The same ring with a new first key. Restart every process after saving it."""
        return KeyRing((MasterKey.fresh(), *self.keys))

    @classmethod
    def load(cls, path: Path) -> Self:
        """The ring in the file. Raises RingUnusable."""
        try:
            return cls(_keys_in(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise RingUnusable(
                f"There is no key ring at {path}. A new site makes one with `coproduce new-keys {path}`. "
                "A site that people already use needs its own ring back: put your copy there."
            ) from None
        except OSError as refused:
            raise RingUnusable(f"The key ring at {path} cannot be read: {refused.strerror}. Check its owner.") from None
        except (ValueError, KeyError, TypeError, AttributeError):  # none may show a key in a traceback
            raise RingUnusable(f"The file {path} is not a key ring. Put your copy of the ring back there.") from None

    def save(self, path: Path) -> None:
        """Write the ring for its owner's eyes only, wholly or not at all.

        Raises RingUnusable rather than lose a key that is in the file and not in this ring.
        """
        scratch = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
        try:
            _write(scratch, self._as_json())
            if path.exists():
                self._refuse_to_lose_keys_of(path)
                scratch.replace(path)
            else:
                os.link(scratch, path)  # unlike a rename it fails if somebody else was quicker
        except FileExistsError:
            raise RingUnusable(f"Somebody has just made a key ring at {path}. Use that one.") from None
        finally:
            scratch.unlink(missing_ok=True)
        _sync_folder(path.parent)

    def mac(self, purpose: Purpose, what: bytes) -> str:
        """What to keep in place of a secret: 'key id:HMAC-SHA-256', 52 signs."""
        return self.keys[0].mac(purpose, what)

    def matches_for(self, purpose: Purpose, what: bytes) -> list[str]:
        """The MAC under every key, the current first: look for any of these."""
        return [key.mac(purpose, what) for key in self.keys]

    def seal(self, purpose: Purpose, what: bytes) -> str:
        """Encrypt for a column. The time is left out: when somebody wrote it is nobody's business."""
        return self._fernet(purpose).encrypt_at_time(what, 0).decode()

    def open_sealed(self, purpose: Purpose, sealed: str) -> bytes:
        """What was sealed, under whichever key. Raises NotOurs."""
        try:
            return self._fernet(purpose).decrypt(sealed)
        except (InvalidToken, ValueError):
            raise NotOurs(
                "No key in the ring opens this. If the key ring was replaced, put the earlier keys back into it."
            ) from None

    def sign(self, name: str, value: str, *, until: datetime) -> str:
        """A value for the cookie `name`, readable by all and changed by nobody. `until` needs a zone."""
        ends = int(until.timestamp())
        return f"{_unpadded(value.encode())}.{ends}.{self.mac(Purpose.SIGNED_COOKIE, _signed(name, value, ends))}"

    def unsign(self, name: str, signed: str, *, now: datetime) -> str:
        """The value, if we signed it for this cookie and its time is not over. Raises NotOurs."""
        try:
            value, ends, mac = _taken_apart(signed)
        except ValueError:
            raise NotOurs("not a signed value") from None
        ours = self.matches_for(Purpose.SIGNED_COOKIE, _signed(name, value, ends))
        if not any(same(mac, one) for one in ours):
            raise NotOurs("not signed by a key of this ring for this cookie")
        if now.timestamp() >= ends:
            raise NotOurs("its time is over")
        return value

    def _fernet(self, purpose: Purpose) -> MultiFernet:
        return MultiFernet(Fernet(urlsafe_b64encode(key.derived(purpose, "seal"))) for key in self.keys)

    def _as_json(self) -> str:
        keys = [
            {"id": key.id, "made": key.made.isoformat(), "secret": b64encode(key.secret).decode()} for key in self.keys
        ]
        return json.dumps({"about": _ABOUT, "keys": keys}, indent=2) + "\n"

    def _refuse_to_lose_keys_of(self, path: Path) -> None:
        if not {key.secret for key in KeyRing.load(path).keys} <= {key.secret for key in self.keys}:
            raise RingUnusable(f"The key ring at {path} holds keys that would be lost. Move it away first.")


def _keys_in(text: str) -> tuple[MasterKey, ...]:
    keys = tuple(
        MasterKey(str(key["id"]), date.fromisoformat(key["made"]), b64decode(key["secret"], validate=True))
        for key in json.loads(text)["keys"]
    )
    whole = all(key.id.isalnum() and len(key.secret) == _BYTES for key in keys)
    if not keys or not whole or len({key.id for key in keys}) < len(keys):
        raise ValueError("no keys, or not whole ones")
    return keys


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _signed(name: str, value: str, ends: int) -> bytes:
    return json.dumps([name, value, ends]).encode()


def _taken_apart(signed: str) -> tuple[str, int, str]:
    value, ends, mac = signed.split(".")
    return urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode(), int(ends), mac


def _unpadded(what: bytes) -> str:
    return urlsafe_b64encode(what).decode().rstrip("=")
