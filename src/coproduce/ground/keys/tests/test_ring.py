import json
import os
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduce.ground.keys.ring import KeyRing, NotOurs, Purpose, RingUnusable

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_a_ring_is_the_same_after_it_was_kept(file: Path) -> None:
    ring = KeyRing.fresh().rotated()

    ring.save(file)

    assert KeyRing.load(file) == ring


def test_only_its_owner_may_read_the_file(file: Path) -> None:
    before = os.umask(0)
    try:
        KeyRing.fresh().save(file)
    finally:
        os.umask(before)

    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_new_key_comes_first_and_the_old_ones_stay(file: Path) -> None:
    old = KeyRing.fresh()
    old.save(file)
    new = old.rotated()

    new.save(file)

    assert new.keys[1:] == old.keys
    assert new.keys[0].id != old.keys[0].id
    assert KeyRing.load(file) == new


def test_saving_never_loses_a_key(file: Path) -> None:
    kept = KeyRing.fresh().rotated()
    kept.save(file)

    with pytest.raises(RingUnusable, match="would be lost"):
        KeyRing.fresh().save(file)

    assert KeyRing.load(file) == kept
    assert list(file.parent.iterdir()) == [file]


def test_of_two_who_make_the_first_ring_one_wins(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = KeyRing.fresh()
    first.save(file)
    monkeypatch.setattr(Path, "exists", lambda self: False)  # the second looked just before

    with pytest.raises(RingUnusable, match="has just made"):
        KeyRing.fresh().save(file)

    assert KeyRing.load(file) == first


def test_a_missing_ring_says_how_to_mend_it(file: Path) -> None:
    with pytest.raises(RingUnusable, match=r"no key ring at .*keys\.json.*`coproduce new-keys.*put your copy there"):
        KeyRing.load(file)


def test_a_folder_in_place_of_the_ring_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(RingUnusable, match="cannot be read"):
        KeyRing.load(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        "{}",
        '{"keys": []}',
        '{"keys": 4}',
        '{"keys": [4]}',
        '{"keys": [{"id": "a1", "made": "2026-03-03", "secret": "c2hvcnQ="}]}',
        '{"keys": [{"id": "a1", "made": "2026-03-03", "secret": "!"}]}',
        '{"keys": [{"id": "a1", "made": "yesterday", "secret": "' + "A" * 43 + '="}]}',
        '{"keys": [{"id": "a:1", "made": "2026-03-03", "secret": "' + "A" * 43 + '="}]}',
        "{" + '"keys": [' * 1,
    ],
)
def test_a_broken_ring_says_how_to_mend_it(file: Path, text: str) -> None:
    file.write_text(text)

    with pytest.raises(RingUnusable, match="is not a key ring"):
        KeyRing.load(file)


def test_two_keys_of_one_name_are_no_ring(file: Path) -> None:
    KeyRing.fresh().save(file)
    inside = json.loads(file.read_text())
    inside["keys"] *= 2
    file.write_text(json.dumps(inside))

    with pytest.raises(RingUnusable):
        KeyRing.load(file)


def test_no_message_and_no_representation_shows_a_key(file: Path) -> None:
    ring = KeyRing.fresh()
    ring.save(file)
    secret = json.loads(file.read_text())["keys"][0]["secret"]
    file.write_text(file.read_text().replace("made", "maid"))

    with pytest.raises(RingUnusable) as broken:
        KeyRing.load(file)

    assert broken.value.__cause__ is None
    assert broken.value.__suppress_context__
    for shown in (repr(ring), str(ring.keys[0]), str(broken.value)):
        assert secret not in shown
        assert repr(b64decode(secret)) not in shown


@given(st.binary(), st.binary())
def test_a_mac_is_the_same_for_the_same_thing_only(one: bytes, other: bytes) -> None:
    ring = KeyRing.fresh()

    assert (ring.mac(Purpose.WAY_BACK, one) == ring.mac(Purpose.WAY_BACK, other)) == (one == other)


def test_a_mac_differs_between_purposes_and_between_rings() -> None:
    ring, other = KeyRing.fresh(), KeyRing.fresh()

    macs = {each.mac(purpose, b"river").partition(":")[2] for each in (ring, other) for purpose in Purpose}

    assert len(macs) == 2 * len(Purpose)


def test_a_mac_is_found_again_under_an_older_key() -> None:
    old = KeyRing.fresh()
    kept = old.mac(Purpose.WAY_BACK, b"river")
    ring = old.rotated().rotated()

    matches = ring.matches_for(Purpose.WAY_BACK, b"river")

    assert matches[0] == ring.mac(Purpose.WAY_BACK, b"river")
    assert matches[2] == kept
    assert len(set(matches)) == 3
    assert {len(mac) for mac in matches} == {52}


def test_a_mac_is_the_same_in_every_release(file: Path) -> None:
    """A way back handed out years ago must open its door: derivation and spelling may never change."""
    key = {"id": "a1b2c3d4", "made": "2026-03-03", "secret": b64encode(bytes(range(32))).decode()}
    file.write_text(json.dumps({"keys": [key]}))

    macs = {purpose.name: KeyRing.load(file).mac(purpose, b"1:apple kite lamp river 4271") for purpose in Purpose}

    assert macs == {
        "WAY_BACK": "a1b2c3d4:goZ-ygjb3zPuR4sknbsGx9ZzlwhDRw0uqddRzmx7S8I",
        "SIGN_IN_LINK": "a1b2c3d4:CtjJxkroaDZWxLdwye85fsyM3qOb7am8w7q10ojyHWA",
        "ADDRESS": "a1b2c3d4:OzHatmGptbXT6a34xxDk8K8T2624kZjKwkVmcgiX8Zk",
        "SIGNED_COOKIE": "a1b2c3d4:_ZPMTTOEbdF4Y2LOvscM8fMYjlwA8TOG4sqLa8qmckI",
    }


@given(st.binary())
def test_what_was_sealed_is_opened_whole(what: bytes) -> None:
    ring = KeyRing.fresh()

    assert ring.open_sealed(Purpose.WAY_BACK, ring.seal(Purpose.WAY_BACK, what)) == what


def test_what_an_older_key_sealed_is_still_opened() -> None:
    old = KeyRing.fresh()
    sealed = old.seal(Purpose.WAY_BACK, b"a ramp, please")

    assert old.rotated().rotated().open_sealed(Purpose.WAY_BACK, sealed) == b"a ramp, please"


def test_a_seal_shows_neither_the_words_nor_their_twin_nor_the_time() -> None:
    ring = KeyRing.fresh()
    one, other = (ring.seal(Purpose.WAY_BACK, b"a ramp, please") for _ in range(2))

    assert one != other
    assert b64decode(one, altchars=b"-_")[1:9] == bytes(8)  # where Fernet keeps the time
    assert b"ramp" not in b64decode(one, altchars=b"-_")


@pytest.mark.parametrize("kind", ["another ring", "another purpose", "one sign changed", "nothing", "no seal at all"])
def test_what_we_did_not_seal_is_not_opened_and_the_message_says_how_to_mend_it(kind: str) -> None:
    ring = KeyRing.fresh()
    sealed = ring.seal(Purpose.WAY_BACK, b"a ramp, please")
    sealed = {
        "another ring": KeyRing.fresh().seal(Purpose.WAY_BACK, b"a ramp, please"),
        "another purpose": ring.seal(Purpose.ADDRESS, b"a ramp, please"),
        "one sign changed": sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:],
        "nothing": "",
        "no seal at all": "é" * 50,
    }[kind]

    with pytest.raises(NotOurs, match="put the earlier keys back"):
        ring.open_sealed(Purpose.WAY_BACK, sealed)


@given(st.text(st.characters(codec="utf-8")))
def test_a_signed_value_comes_back_until_its_time_is_over(value: str) -> None:
    ring = KeyRing.fresh()
    signed = ring.sign("seen", value, until=LATER)

    assert signed.isascii()
    assert not set(signed) & set(' ",;\\')
    assert ring.rotated().unsign("seen", signed, now=LATER - timedelta(seconds=1)) == value
    with pytest.raises(NotOurs, match="over"):
        ring.unsign("seen", signed, now=LATER)


def test_a_signed_value_of_another_cookie_or_ring_is_not_ours() -> None:
    ring = KeyRing.fresh()

    for signed in (ring.sign("other", "1", until=LATER), KeyRing.fresh().sign("seen", "1", until=LATER)):
        with pytest.raises(NotOurs, match="not signed by"):
            ring.unsign("seen", signed, now=NOON)


@given(st.data())
def test_a_signed_value_with_any_sign_changed_is_not_ours(data: st.DataObject) -> None:
    ring = KeyRing.fresh()
    signed = ring.sign("seen", "person 7", until=LATER)
    place = data.draw(st.integers(0, len(signed) - 1))
    sign = data.draw(st.sampled_from("AZaz09.:-_é\ud800"))
    changed = signed[:place] + sign + signed[place + 1 :]

    try:
        assert ring.unsign("seen", changed, now=NOON) == "person 7"
    except NotOurs:
        assert changed != signed


@given(st.text())
def test_any_text_that_we_did_not_sign_is_not_ours(text: str) -> None:
    with pytest.raises(NotOurs):
        KeyRing.fresh().unsign("seen", text, now=NOON)
