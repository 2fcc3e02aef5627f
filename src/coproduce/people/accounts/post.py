"""What an e-mail address must be for letters to reach it."""

from django.core.exceptions import ValidationError
from django.utils.encoding import punycode

from coproduce.people.accounts.models import Person

LONGEST_EMAIL = Person._meta.get_field("email").max_length or 254


def post_reaches(email: str) -> None:
    """A validator: refuses a domain that looks like one and cannot be spelled as letters need it."""
    try:
        punycode(email.rpartition("@")[2])
    except UnicodeError:
        raise ValidationError("", code="invalid") from None
