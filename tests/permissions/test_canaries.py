"""Words that somebody must not see, swept for on every page as every kind of visitor."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from coproduce.people.accounts.models import Person, SignInLink
from coproduce.people.projects.models import Membership, WayBack
from tests.permissions.test_matrix import addresses_of
from tests.permissions.visitors import VISITORS, World, make_world

Browse = Callable[[Person | None], Client]
VARIANTS = ("", "?sort=words", "?filter=author", "?format=json", "?after=0", "?page=1", "?next=//elsewhere.example/")

RUNS = frozenset({"runs it"})
# Who may see what. Whatever is not named here, nobody may see.
MAY_SEE: dict[str, frozenset[str]] = {
    "background": frozenset({"guest"}),  # one's own
    "note on an open board": frozenset({"group", "runs it"}),
    "hidden": frozenset({"guest"}),  # one's own words, with why they are hidden
    "unpublished": RUNS,
    "address of who runs it": RUNS,
}


def canaries_of(world: World) -> dict[str, str]:
    """What is in the database and must not come out, by what it is."""
    canaries = dict(world.secrets)
    canaries["address of who runs it"] = "runs@example.org"
    canaries["address of who answers"] = "answers@example.org"
    canaries["address of the steward"] = "steward@example.org"
    for number, person in enumerate(Person.objects.all()):
        canaries[f"stamp {number}"] = person.stamp
    for number, way in enumerate(WayBack.objects.all()):
        canaries[f"code {number}"], canaries[f"link {number}"] = way.code_mac, way.link_mac
    for number, link in enumerate(SignInLink.objects.all()):
        canaries[f"sign-in link {number}"] = link.mac
    canaries["token of a group link"] = world.open_board.group.link
    return canaries


def pages_for(client: Client, world: World) -> Iterator[tuple[str, bytes]]:
    for address in addresses_of(world).values():
        for variant in VARIANTS:
            response = client.get(address + variant)
            told = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
            yield address + variant, told.encode() + b"\n" + response.getvalue()


@pytest.mark.parametrize("visitor", VISITORS)
def test_nobody_sees_what_is_not_theirs_to_see(visitor: str, browse: Browse, db: None) -> None:
    world = make_world()
    canaries = canaries_of(world)
    client = browse(world.people[visitor])

    leaks = {
        f"{what} at {address}"
        for address, page in pages_for(client, world)
        for what, canary in canaries.items()
        if canary.encode() in page
        and visitor not in MAY_SEE.get(what, frozenset())
        and not (what == "token of a group link" and (canary in address or visitor == "runs it"))
        and not (
            what == "address of who runs it" and address.startswith("/s/")
        )  # who holds the link is told whose it is
    }

    assert leaks == set()


def test_the_sweep_would_find_a_leak(browse: Browse, db: None) -> None:
    """Those who may see a canary do meet it: an empty sweep would prove nothing."""
    world = make_world()
    canaries = canaries_of(world)

    met = {
        (what, visitor)
        for visitor in ("guest", "group", "runs it")
        for _address, page in pages_for(browse(world.people[visitor]), world)
        for what in MAY_SEE
        if canaries[what].encode() in page
    }

    assert met >= {
        ("background", "guest"),
        ("note on an open board", "group"),
        ("note on an open board", "runs it"),
        ("unpublished", "runs it"),
    }


def test_a_name_is_shown_only_where_its_owner_chose(browse: Browse, db: None) -> None:
    """After the day everyone invited reads the notes, without names."""
    world = make_world()
    Membership.objects.filter(person=world.people["group"]).update(name="Canaryname")
    address = next(address for name, address in addresses_of(world).items() if name == "notes")

    page = browse(world.people["guest"]).get(address).content.decode()

    assert "A note that all may read after the day" in page
    assert "Canaryname" not in page
