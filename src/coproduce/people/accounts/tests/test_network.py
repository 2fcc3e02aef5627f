import pytest

from coproduce.people.accounts.network import address_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "", "192.0.2.1"),
        (0, "198.51.100.7", "192.0.2.1"),  # nobody may say where they are
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),  # the first was only said
        (2, "203.0.113.9, 198.51.100.7, 192.0.2.50", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),  # fewer than promised: the request did not come through all of them
        (1, "", "192.0.2.1"),
        (1, "not an address", "192.0.2.1"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),  # one home, one count
    ],
)
def test_proxies_are_trusted_by_their_number_from_the_right(proxies: int, forwarded: str, found: str) -> None:
    meta = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}

    assert address_of(meta, proxies=proxies) == found


def test_a_request_from_nowhere_has_an_empty_address() -> None:
    assert address_of({}, proxies=1) == ""
