"""What we keep in the tables of libraries, in the same words as for our own; and which tables a backup holds."""

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.db.models import Model

from coproduce.ground.keeping import Erasing, Keeping, Until

_GONE = Erasing.ROW_GOES

OTHERS: Mapping[str, Keeping] = {
    # Django's own account of its tables and rights. Nobody gets a right by these: the rooms' rules say who may.
    "contenttypes.ContentType": Keeping(until=Until.SITE, public="id app_label model"),
    "auth.Permission": Keeping(until=Until.SITE, public="id name content_type codename"),
    "auth.Group": Keeping(until=Until.SITE, public="id name"),
    "auth.Group_permissions": Keeping(until=Until.SITE, public="id group permission"),
    # Who is signed in, or a guest, on which device. Sealed codes are inside; a new stamp makes them worthless.
    "sessions.Session": Keeping(until=Until.SESSION, secret="session_key session_data", group="expire_date"),
    # Ways to sign in
    "account.EmailAddress": Keeping(
        until=Until.PROJECT,
        group={"id": _GONE, "verified": _GONE, "primary": _GONE},
        pseudonymous={"user": _GONE},
        private={"email": _GONE},
    ),
    "account.EmailConfirmation": Keeping(
        until=Until.DAY,
        group={"id": _GONE, "created": _GONE, "sent": _GONE},
        pseudonymous={"email_address": _GONE},
        secret={"key": _GONE},
    ),
    "mfa.Authenticator": Keeping(
        until=Until.PROJECT,
        group={"id": _GONE, "type": _GONE, "created_at": _GONE},
        pseudonymous={"user": _GONE},
        private={"last_used_at": _GONE},
        secret={"data": _GONE},
    ),
}

# `migrate` makes these anew in every database.
MADE_BY_MIGRATE = frozenset({"contenttypes.ContentType", "auth.Permission", "auth.Group", "auth.Group_permissions"})

_LASTING = (Until.PROJECT, Until.SITE)


def keeping_of(model: type[Model]) -> Keeping:
    """The lines of any installed table. Raises KeyError when there are none."""
    own: Keeping | None = getattr(model, "keeping", None)
    return own or OTHERS[model._meta.label]


def tables_of_people() -> list[type[Model]]:
    """Every table that people fill, in the order of their names: all but what `migrate` makes."""
    return _in_order(
        model for model in apps.get_models(include_auto_created=True) if model._meta.label not in MADE_BY_MIGRATE
    )


def lasting_tables() -> list[type[Model]]:
    """What a backup holds: whatever stays longer than a session or a day."""
    return [model for model in tables_of_people() if keeping_of(model).until in _LASTING]


def _in_order(models: Iterable[type[Model]]) -> list[type[Model]]:
    return sorted((model for model in models if model._meta.managed), key=lambda model: model._meta.label)
