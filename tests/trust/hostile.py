"""What may arrive in the place of an answer, each under the name of what is wrong with it."""

from collections.abc import Iterator, Mapping

from tests.trust.sending import TICKED_FIRST, Data, Found

Values = Mapping[str, str | bytes]

MARKUP = "<script>evil()</script>\"'`><x-evil onfocus=evil()>{{7*7}}{% debug %}"

# Into every box for words at once.
WORDS: Values = {
    "markup": MARKUP,
    "other languages": "'; DROP TABLE accounts_person; --' OR '1'='1' \\'; % ../../../etc/passwd\r\n"
    "Set-Cookie: evil=1\r\n\r\n{{ request.session }}{% include 'overview/home.html' %}${7*7}%(name)s{0.__class__}%n%s",
    "right to left": "\u202egnp.live\u202c \u2067evil\u2069 \u200f",
    "nothing to see": " \t\r\n\u00a0\u2028\u2029\u3000\u200b",
    "a NUL": "be\x00fore",
    "control characters": "".join(map(chr, [*range(1, 32), *range(127, 160)])) + "evil",
    "no UTF-8": b"evil \xff\xfe \xc3\x28 \xf8\x88\x80\x80\x80 and lone surrogates \xed\xa0\x80 \xed\xbf\xbf",
    "rare letters": "👩🏽‍🤝‍👨🏿 𝕳𝖊𝖑𝖑𝖔 🏴󠁧󠁢󠁷󠁬󠁳󠁿 \U0010ffff\ufffe\uffff\ufdd0\ue000",
    "marks without end": "e" + "\u0301" * 3_000,
    "what grows when read": "\ufdfa" * 300,  # each is eighteen letters in NFKC
    "a long word": "x" * 100_000,
    "a hundred thousand lines": "x\n" * 100_000,
}
EMAILS: Values = {
    "a very long e-mail": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example",
    "an e-mail that no post office takes": f"a@{'é' * 60}.example",
    "an e-mail in quotes": '"<x-evil>\\" onfocus=evil()"@example.org',
    "an e-mail with a second reader": "a@example.org,b@example.org\nBcc: c@example.org",
}
# Into what is not for words.
NUMBERS: Values = {
    "nothing": "",
    "markup": MARKUP,
    "a NUL": "1\x00",
    "no UTF-8": b"1\xff",
    "less than nothing": "-1",
    "a number too large for a column": str(2**63),
    "a number too large to read": "9" * 5_000,
    "no number": "NaN",
    "other digits": "１２３",
    "what was never there": "99999999",
}
# Into what a device fills in, which is JSON.
CREDENTIALS: Values = {
    "nothing": "",
    "a number too large to read": "9" * 5_000,
    "brackets without end": "[" * 100_000,
    "half a letter of JSON": '{"id": "\\ud800", "rawId": "\\ud800", "type": "\\udc00"}',
    "something else of JSON": '{"id": 1, "rawId": [], "response": null}',
}
CHOICES: Values = {what: NUMBERS[what] for what in ("nothing", "markup", "no UTF-8")}
DAYS: Values = {
    **CHOICES,
    "a day that never was": "2026-02-30",
    "the last day": "9999-12-31",
    "a time that never is": "25:61",
    "other digits": "２０３０-０３-０１",
}
_BY_KIND = {"email": EMAILS, "date": DAYS, "time": DAYS, "radio": CHOICES, "button": CHOICES}


def sent_to(found: Found, theirs: Mapping[str, str]) -> Iterator[tuple[str, Data]]:
    """All that is sent to one form, by what is wrong with it. `theirs` are ids of another project."""
    yield "nothing", found.data
    yield "nothing at all is sent", {}
    boxes = [name for name in found.typed if found.form.kind_of(name) != "email"] or found.typed
    if boxes:
        for what, words in WORDS.items():
            yield f"{what} in every box", found.data | {name: [words] for name in boxes}
        yield "nearly a megabyte", found.data | {boxes[0]: ["x" * 980_000]}
        yield "more than a megabyte", found.data | {boxes[0]: ["x" * 1_000_001]}
    for name in found.form.names:
        data = found.filled_for(name)
        for what, value in _values_for(found, name, theirs):
            yield f"{what} in {name}", data | {name: [value]}
        yield f"no {name}", {other: data[other] for other in data if other != name}
    if found.form.names:
        yield "everything twice", {name: [*found.data.get(name, []), "evil"] for name in found.form.names}
    for name in TICKED_FIRST:
        if name in found.form.names:
            yield f"{name} two thousand times", found.data | {name: ["1"] * 2_000}


def _values_for(found: Found, name: str, theirs: Mapping[str, str]) -> Iterator[tuple[str, str | bytes]]:
    kind = found.form.kind_of(name)
    if name in found.typed:
        yield from _BY_KIND.get(kind, {}).items()
    elif name == "client_id":  # the same field in all of them
        yield "markup", MARKUP
    else:
        yield from (CREDENTIALS if name == "credential" else _BY_KIND.get(kind, NUMBERS)).items()
        if all(value.isdigit() for value in found.data.get(name, [])):
            yield from ((f"their {what}", ident) for what, ident in theirs.items())
