"""What the lists of hostile words forgot: any text at all, in any form (goals 13, 28)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.permissions.visitors import World
from tests.trust.forms import forms_on
from tests.trust.kept import changed_between, everything_kept
from tests.trust.sending import forms_of, send, undone
from tests.trust.test_words import strange_parts_of
from tests.trust.walk import Browse, text_of

PIECES = ["<x-evil>", '"', "'", "&", "{{ x }}", "{% x %}", "\x00", "\u202e", "\r\n", " ", "=", "-", "@", "\U0001f9d1"]
anything = st.lists(st.text(max_size=30) | st.sampled_from(PIECES), max_size=8).map("".join)
NO_WORDS_OF_ANYBODY = {"django_session", "accounts_failedtry"}


def test_any_words_are_kept_or_given_back(small_world: World, browse: Browse) -> None:
    forms = [found for found in forms_of(small_world, browse) if found.typed]
    before = everything_kept()

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(range(len(forms))), st.data())
    def sends(number: int, data: st.DataObject) -> None:
        found = forms[number]
        words = {name: [data.draw(anything, label=name)] for name in found.typed}
        with undone(found):
            response = send(found, found.data | words)
            changed = changed_between(before, everything_kept()).keys() - NO_WORDS_OF_ANYBODY
        page = text_of(response)

        assert response.status_code in (200, 302, 422, 429)
        assert strange_parts_of(page) == []
        if response.status_code == 422:
            assert changed == set()
            held = {(field.name, field.value) for form in forms_on(page) for field in form.fields}
            assert [name for name, typed in words.items() if (name, typed[0]) not in held] == []

    sends()
