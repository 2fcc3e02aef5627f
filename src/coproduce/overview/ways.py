"""Where a page of an earlier stage may lead to a later one: `{% way_to 'became' thing %}`."""

from coproduce.ground.ui.ways import open_way


def open_ways() -> None:
    """Each way is a name, the address it leads to, and the attribute of the thing that goes into the address."""
    for name, url_name in {
        "became": "my_part",
        "journey": "journey",
        "take_back": "take_back",
        "why": "why",
        "read": "read",
        "share": "share",
    }.items():
        open_way(name, url_name)
