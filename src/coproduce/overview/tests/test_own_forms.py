"""Forms arrive although pages tell browsers to say nothing of where they come from."""

import pytest
from django.test import Client

from coproduce.people.projects.models import Project

TOKEN = "a" * 32


def sends(project: Project, **headers: str) -> int:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrf"] = TOKEN
    address = f"/p/{project.slug}/my-part/code/"
    return client.post(address, {"csrfmiddlewaretoken": TOKEN, "code": "not a code"}, headers=headers).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null"},  # an older browser
        {},  # an older one still
        {"Origin": "http://testserver"},
    ],
)
def test_our_own_form_is_read(project: Project, headers: dict[str, str]) -> None:
    assert sends(project, **headers) == 422


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_a_token(project: Project, headers: dict[str, str]) -> None:
    assert sends(project, **headers) == 403


def test_without_its_token_a_form_is_refused_wherever_it_comes_from(project: Project) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post(f"/p/{project.slug}/my-part/code/", {"code": "x"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403
    assert "Please send that once more" in answer.content.decode()
