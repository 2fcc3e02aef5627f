"""A request to a page outside every project, of somebody who has signed in."""

from django.http import HttpRequest

from coproduce.people.accounts.models import Person


class SignedInRequest(HttpRequest):
    user: Person
