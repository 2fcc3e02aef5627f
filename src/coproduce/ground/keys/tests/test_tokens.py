import re

from coproduce.ground.keys.tokens import new_token, same


def test_a_token_holds_128_bits_and_needs_no_escaping() -> None:
    tokens = [new_token() for _ in range(1_000)]

    assert len(set(tokens)) == 1_000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", token) for token in tokens)


def test_only_the_very_same_secret_is_the_same() -> None:
    token = new_token()

    assert same(token, str(token))
    assert not same(token, token[:-1])
    assert not same(token, token.swapcase())
    assert not same("\ud800é", token)
