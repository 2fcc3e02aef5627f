import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines
from django.utils import translation
from pytest_django.fixtures import Settings

from coproduce.ground.ui.widgets import DayInput


@pytest.fixture(autouse=True)
def _plain_addresses_of_files(settings: Settings) -> None:
    """Rendering needs no built files."""
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


class Comment(forms.Form):
    name = forms.CharField(label="What should we call you?", help_text="You can leave this empty.", required=False)
    words = forms.CharField(label="Your comment", help_text="A word is enough.", widget=forms.Textarea)
    about = forms.ChoiceField(
        label="Which words?",
        help_text="All is fine.",
        choices=[("all", "All"), ("one", "One")],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label="Until when?", widget=DayInput, required=False)
    agreed = forms.BooleanField(label="They said yes")


def drawn(text: str, **context: object) -> str:
    return engines["django"].from_string(text).render(context)


class Elements(HTMLParser):
    """Every element with its attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag and wanted.items() <= attrs.items()]

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        (attrs,) = self.all(tag, **wanted)
        return attrs


PAGE = '{% extends "ui/base.html" %}{% block title %}Read: draft 1{% endblock %}{% block h1 %}Draft 1{% endblock %}'


def title_of(html: str) -> str:
    return re.search(r"<title>(.*?)</title>", html).group(1)


def test_a_page_has_one_heading_one_status_and_its_language() -> None:
    with translation.override("cy"):
        page = Elements(drawn(PAGE))

    assert (page.one("html")["lang"], page.one("html")["dir"]) == ("cy", "ltr")
    assert [page.one("h1")["id"], page.one("p", role="status")["id"], page.one("main")["id"]] == [
        "top",
        "status",
        "main",
    ]
    assert page.all("a")[0]["href"] == "#main"


def test_a_right_to_left_language_turns_the_page() -> None:
    with translation.override("ar"):
        assert Elements(drawn(PAGE)).one("html")["dir"] == "rtl"


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    form = Comment({})
    html = drawn(
        PAGE + "{% block main %}{% for field in form %}{{ field.as_field_group }}{% endfor %}"
        '{% cotton code_card code="apple kite lamp river 42" / %}{% cotton step number="4" / %}{% endblock %}',
        form=form,
    )
    page = Elements(html)

    assert page.all("style") == []
    assert (
        [attrs["type"] for attrs in page.all("script") if attrs.get("src")]
        == ["module", "module"]
        == [attrs["type"] for attrs in page.all("script")]
    )
    assert not [name for _, attrs in page.found for name in attrs if name == "style" or name.startswith("on")]


def test_the_web_font_stays_away_when_the_phone_saves_data() -> None:
    sheets = [
        [a["href"] for a in Elements(drawn(PAGE, save_data=saves)).all("link", rel="stylesheet")] for saves in (0, 1)
    ]

    assert sheets == [["/static/ui/page.css", "/static/ui/font.css"], ["/static/ui/page.css"]]


def test_the_title_begins_with_what_was_done_or_what_to_check() -> None:
    titles = [
        title_of(drawn(PAGE)),
        title_of(drawn(PAGE, done={"text": "Sent."})),
        title_of(drawn(PAGE, form=Comment({}), done={"text": "Sent."})),
    ]

    assert titles == ["Read: draft 1", "Sent. Read: draft 1", "Please check: Read: draft 1"]


def test_the_message_after_an_act_can_be_undone_by_a_post_only() -> None:
    html = drawn('{% include "ui/done.html" %}', done={"text": "Moved.", "undo_url": "/undo/"}, csrf_token="x" * 64)
    page = Elements(html)

    assert (page.one("div")["id"], page.one("div")["tabindex"]) == ("done", "-1")
    assert (page.one("form")["method"], page.one("form")["action"], page.all("a")) == ("post", "/undo/", [])


def test_a_box_is_described_by_its_hint_and_by_what_to_mend() -> None:
    page = Elements(drawn("{{ form.words.as_field_group }}", form=Comment({})))

    assert page.one("label")["for"] == "id_words"
    assert page.one("textarea")["aria-describedby"] == "id_words_helptext id_words_error"
    assert page.one("textarea")["aria-invalid"] == "true"
    assert {"id_words_helptext", "id_words_error"} <= {str(attrs.get("id")) for _, attrs in page.found}


def test_a_box_is_never_wider_than_a_phone_even_without_style_sheets() -> None:
    page = Elements(drawn("{{ form.words.as_field_group }}", form=Comment()))

    assert "cols" not in page.one("textarea")


def test_choices_stand_in_a_group_with_a_name_and_a_hint() -> None:
    page = Elements(drawn("{{ form.about.as_field_group }}", form=Comment({})))

    assert page.one("fieldset")["aria-describedby"] == "id_about_helptext id_about_error"
    assert len(page.all("legend")) == 1
    assert [attrs["for"] for attrs in page.all("label")] == ["id_about_0", "id_about_1"]
    assert [attrs["id"] for attrs in page.all("input")] == ["id_about_0", "id_about_1"]


def test_every_line_in_the_error_box_leads_to_a_field_and_says_what_to_do() -> None:
    form = Comment({"day": "soon"})
    html = drawn(
        '{% include "ui/errors.html" %}{% for field in form %}{{ field.as_field_group }}{% endfor %}', form=form
    )
    page = Elements(html)
    ids = {attrs["id"] for _, attrs in page.found if "id" in attrs}

    assert [str(attrs["href"]) for attrs in page.all("a")] == ["#id_words", "#id_about_0", "#id_day", "#id_agreed"]
    assert {str(attrs["href"])[1:] for attrs in page.all("a")} <= ids
    assert re.findall(r"<a [^>]*>(.*?)</a>", html) == [
        "Fill in ‘Your comment’.",
        "Choose an answer to ‘Which words?’.",
        "Enter a valid date.",
        "Tick ‘They said yes’, if that is right.",
    ]
    assert html.count("Fill in ‘Your comment’.") == 2


def test_a_day_is_sent_in_the_one_form_that_every_browser_understands() -> None:
    page = Elements(drawn("{{ form.day.as_field_group }}", form=Comment({"day": "2026-03-12"})))

    assert (page.one("input")["type"], page.one("input")["value"]) == ("date", "2026-03-12")


def test_a_box_for_words_says_who_can_read_them_and_is_described_by_it() -> None:
    html = drawn(
        '{% cotton words :field="form.words" keep="comment-2" change="/name/" %}Anyone can read this.{% endcotton %}',
        form=Comment(),
    )
    page = Elements(html)

    assert page.one("textarea")["aria-describedby"] == "id_words_helptext id_words_reads"
    assert page.one("textarea")["data-keep"] == "comment-2"
    assert page.one("p", id="id_words_reads")
    assert "Anyone can read this." in html


def test_seven_steps_say_which_are_done_and_where_we_are() -> None:
    html = drawn('{% cotton step number="4" now="You can comment until Thursday 12 March." / %}')

    assert "Step 4 of 7: your thoughts. You can comment until Thursday 12 March." in html
    assert [bool(attrs.get("aria-current")) for attrs in Elements(html).all("li")] == [False] * 3 + [True] + [False] * 3
    assert html.count("<span>done</span>") == 3


def test_what_opens_under_a_note_is_named_for_that_note() -> None:
    html = drawn(
        '{% cotton note id="note-1" :words="words" who="Sam" %}<li>Take back</li>{% endcotton %}'
        '{% cotton note id="note-2" :words="words" / %}',
        words="Travel costs <b>came</b> back after four months",
    )

    assert 'More<span class="hush">: note by Sam, ‘Travel costs &lt;b&gt;came&lt;/b&gt; back …’</span>' in html
    assert html.count("<summary>") == 1
    assert "<b>came" not in html
    assert "Without a name" in html


def test_words_from_people_are_shown_as_they_were_typed_and_never_run() -> None:
    typed = "<script>a</script> {{ secret }} {% now 'Y' %} Tom & Jo"

    html = drawn('{% cotton comment :words="typed" who="{{ typed }}" / %}', typed=typed, secret="told")

    shown = "&lt;script&gt;a&lt;/script&gt; {{ secret }} {% now &#x27;Y&#x27; %} Tom &amp; Jo"
    assert html.count(shown) == 2
    assert "<script" not in html


def test_what_was_taken_out_and_put_in_is_said_in_words_too() -> None:
    html = drawn(
        '{% cotton change :before="before" :now="now" why="Two people asked." / %}',
        before=[("same", "Say it "), ("removed", "late")],
        now=[("same", "Say it "), ("added", "first")],
    )
    heard = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub("</d[td]>", " ", html))).strip()

    assert heard == (
        "Before Say it removed: late end of removed Now Say it added: first end of added Why Two people asked."
    )


def test_a_follow_up_stands_inside_its_own_choice() -> None:
    html = drawn(
        '{% cotton choice name="did" value="no" label="We did not" %}<label for="why">Because</label>{% endcotton %}'
    )

    assert re.search(r'id="did-no".*<label for="did-no">We did not</label>.*class="follow"><label for="why">', html)
