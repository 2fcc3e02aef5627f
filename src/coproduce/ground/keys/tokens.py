"""Tokens for links: nobody types them, so they may be long."""

import secrets
from hmac import compare_digest


def new_token() -> str:
    """128 random bits as 22 characters that a URL takes as they are."""
    return secrets.token_urlsafe(16)


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return compare_digest(one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))
