"""A phone that makes and keeps passkeys, in a few lines: for tests that have no browser."""

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

_PRESENT, _VERIFIED, _NEW_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """Follows W3C WebAuthn level 2, sections 6.1 and 6.5. `verifies` is whether it asks for a finger, face or PIN."""

    site: str = "testserver"
    verifies: bool = True
    keys: dict[bytes, tuple[EllipticCurvePrivateKey, str]] = field(default_factory=dict)

    def make(self, challenge: dict[str, Any]) -> str:
        """A new passkey, as the browser's JSON form of it."""
        options = challenge["publicKey"]
        ident, key = secrets.token_bytes(16), generate_private_key(SECP256R1())
        self.keys[ident] = key, options["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(key.public_key())))
        about = self._about(_NEW_KEY) + bytes(16) + len(ident).to_bytes(2, "big") + ident + public
        said = {
            "clientDataJSON": websafe_encode(self._client_data("webauthn.create", options)),
            "attestationObject": websafe_encode(cbor.encode({"fmt": "none", "attStmt": {}, "authData": about})),
            "transports": ["internal"],
        }
        return self._credential(ident, said, {"credProps": {"rk": True}})

    def answer(self, challenge: dict[str, Any]) -> str:
        """The newest passkey's answer to a challenge."""
        options = challenge["publicKey"]
        ident, (key, owner) = list(self.keys.items())[-1]
        about, client_data = self._about(), self._client_data("webauthn.get", options)
        signature = key.sign(about + sha256(client_data).digest(), ECDSA(SHA256()))
        said = {
            "clientDataJSON": websafe_encode(client_data),
            "authenticatorData": websafe_encode(about),
            "signature": websafe_encode(signature),
            "userHandle": owner,
        }
        return self._credential(ident, said, {})

    def owned_by(self, person: int) -> None:
        """From now on it says that its newest key is somebody else's."""
        ident, (key, _owner) = list(self.keys.items())[-1]
        self.keys[ident] = key, websafe_encode(_base36(person).encode())

    def _about(self, more: int = 0) -> bytes:
        flags = _PRESENT | (_VERIFIED if self.verifies else 0) | more
        return sha256(self.site.encode()).digest() + bytes([flags]) + (0).to_bytes(4, "big")

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = websafe_encode(websafe_decode(options["challenge"]))
        return json.dumps({"type": kind, "challenge": challenge, "origin": f"https://{self.site}"}).encode()

    def _credential(self, ident: bytes, said: dict[str, Any], results: dict[str, Any]) -> str:
        named = {"id": websafe_encode(ident), "rawId": websafe_encode(ident), "type": "public-key"}
        return json.dumps({**named, "response": said, "clientExtensionResults": results})


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
