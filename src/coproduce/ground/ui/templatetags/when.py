from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def day(when: date | datetime | None, zone: ZoneInfo | None = None) -> str:
    """'Thursday 12 March', with the year when it is another one."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        when = timezone.localtime(when, zone).date()
    this_year = when.year == timezone.localdate().year
    return date_format(when, "l j F" if this_year else "l j F Y")


@register.filter
def short_day(when: date | None) -> str:
    """'12 March', with the year when it is another one."""
    if when is None:
        return ""
    return date_format(when, "j F" if when.year == timezone.localdate().year else "j F Y")


@register.filter
def clock(when: datetime | None, zone: ZoneInfo | None = None) -> str:
    """'2pm, UK time': the hour with the place of the clock."""
    if when is None:
        return ""
    return _("%(hour)s, %(place)s time") % {"hour": hour(when, zone), "place": place_of(zone)}


@register.filter
def hour(when: datetime, zone: ZoneInfo | None = None) -> str:
    """'2pm', '2:30pm'."""
    local = timezone.localtime(when, zone)
    form = "g:ia" if local.minute else "ga"
    return date_format(local, form).replace(".", "")


def place_of(zone: ZoneInfo | None) -> str:
    name = str(zone or timezone.get_current_timezone())
    return _("UK") if name == "Europe/London" else name.rpartition("/")[2].replace("_", " ")
