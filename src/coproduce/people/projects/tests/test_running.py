from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coproduce.ground.record.models import Line
from coproduce.people.accounts.models import Person, SignInLink
from coproduce.people.projects.actions import invite, join_as_guest, set_duties
from coproduce.people.projects.models import Duty, Membership, Part, Project, WhoDecides
from coproduce.people.projects.queries import standing_of

Browse = Callable[[Person | None], Client]
STARTED = {
    "name": "Working together",
    "purpose": "How we do research together.",
    "who_decides": "advise",
    "decider": "the research team",
}


class TestStartingAProject:
    def test_takes_three_answers_and_leads_to_what_is_to_do(self, ada: Person, browse: Browse) -> None:
        browser = browse(ada)

        answer = browser.post("/start/", STARTED)

        made = Project.objects.get()
        assert answer.url == f"/p/{made.slug}/to-do/#done"
        assert {name: getattr(made, name) for name in STARTED} == STARTED
        assert standing_of(ada, made).helps_run_it
        assert "Your project is made." in browser.get(answer.url).content.decode()

    def test_has_an_address_that_tells_nothing(self, ada: Person, browse: Browse) -> None:
        browse(ada).post("/start/", STARTED)

        slug = Project.objects.get().slug
        assert not set(slug.split("-")) & {"working", "together", "research", "team"}

    def test_twice_with_one_form_makes_one_project(self, ada: Person, browse: Browse) -> None:
        once = {**STARTED, "client_id": str(uuid4())}

        first, second = browse(ada).post("/start/", once), browse(ada).post("/start/", once)

        assert first.url == second.url
        assert Project.objects.count() == 1

    def test_says_what_is_missing_and_keeps_the_rest(self, ada: Person, browse: Browse) -> None:
        answer = browse(ada).post("/start/", {"name": "", "purpose": "Kept.", "who_decides": "others", "decider": ""})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Write what it is called. You can change it later." in page
        assert "Write who else decides, like: the research team." in page
        assert ">\nKept.</textarea>" in page
        assert Project.objects.count() == 0

    def test_forgets_who_else_decides_when_the_group_does(self, ada: Person, browse: Browse) -> None:
        browse(ada).post("/start/", {**STARTED, "who_decides": "group"})

        assert Project.objects.get().decider == ""

    def test_is_for_those_who_signed_in(self, bo: Person, browse: Browse) -> None:
        for somebody in (None, bo):
            assert browse(somebody).post("/start/", STARTED).url == "/sign-in/?next=/start/"

    def test_offers_the_four_sentences(self, ada: Person, browse: Browse) -> None:
        page = browse(ada).get("/start/").content.decode()

        for sentence in (
            "The group decides.",
            "The group and the research team decide together.",
            "You advise. The research team decides and must answer you.",
            "Somebody else decides: the funder. We pass on what you say.",
        ):
            assert sentence in page


class TestSettings:
    def path(self, project: Project) -> str:
        return f"/p/{project.slug}/settings/"

    def test_change_what_stands_around_every_page(self, project: Project, ada: Person, browse: Browse) -> None:
        project.partners.create(name="Left out now")
        browser = browse(ada)
        wanted = {
            **STARTED,
            "name": "A new name",
            "helper_name": "Kit",
            "helper_phone": "01632 960 002",
            "helper_email": "kit@example.org",
        }

        answer = browser.post(self.path(project), {**wanted, "partners": "Lamp Street Carers\nRiver Unit"})

        assert answer.url == self.path(project) + "#done"
        project.refresh_from_db()
        assert {name: getattr(project, name) for name in wanted} == wanted
        assert list(project.partners.order_by("pk").values_list("name", flat=True)) == [
            "Lamp Street Carers",
            "River Unit",
        ]
        page = browser.get(f"/p/{project.slug}/").content.decode()
        for seen in ("A new name", "Kit", "01632 960 002", "kit@example.org", "Lamp Street Carers"):
            assert seen in page

    def test_show_what_is_kept(self, project: Project, ada: Person, browse: Browse) -> None:
        project.partners.create(name="Lamp Street Carers")
        project.partners.create(name="Another")

        page = browse(ada).get(self.path(project)).content.decode()

        for seen in ('value="Working together"', 'value="Jo"', "Lamp Street Carers\nAnother</textarea>"):
            assert seen in page

    def test_write_down_a_change_of_who_decides_and_nothing_else(
        self, project: Project, ada: Person, browse: Browse
    ) -> None:
        kept = {"name": "Another name", "who_decides": "group", "decider": ""}
        browse(ada).post(self.path(project), kept)
        assert not Line.objects.filter(act="who decides changed").exists()

        browse(ada).post(self.path(project), {**kept, "who_decides": WhoDecides.OTHERS, "decider": "the funder"})

        line = Line.objects.get(act="who decides changed")
        assert (line.project_id, line.person_id) == (project.pk, ada.pk)

    def test_say_what_is_wrong_and_keep_what_was_typed(self, project: Project, ada: Person, browse: Browse) -> None:
        answer = browse(ada).post(self.path(project), {**STARTED, "helper_email": "kit at home", "partners": "x" * 121})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Check the e-mail. It needs an @, like sam@example.org." in page
        assert "One line is too long. Make it shorter." in page
        assert 'value="kit at home"' in page


@pytest.mark.parametrize("page", ["settings/", "people/", "people/invite/", "people/invited/"])
def test_pages_of_those_who_run_it_are_closed_to_others(
    project: Project, stranger_project: Project, ada: Person, bo: Person, browse: Browse, page: str
) -> None:
    path = f"/p/{project.slug}/{page}"
    cy = Person.objects.get(email="cy@example.org")

    for method in ("get", "post"):
        answers = {
            name: getattr(browse(person), method)(path)
            for name, person in {"visitor": None, "guest": bo, "runs another": cy}.items()
        }
        assert answers["visitor"].url == f"/sign-in/?next={path.replace('/', '%2F')}"
        assert (answers["guest"].status_code, answers["runs another"].status_code) == (404, 404)


class TestPeople:
    def path(self, project: Project) -> str:
        return f"/p/{project.slug}/people/"

    def test_shows_counts_names_and_duties(self, project: Project, ada: Person, browse: Browse) -> None:
        kit, _link = invite(project, name="Kit", part=Part.TAKES_PART, email="kit@example.org", by=ada)
        set_duties(kit, {Duty.ANSWERS_COMMENTS, Duty.PERSON_TO_TALK_TO}, by=ada)
        join_as_guest(project, name="Rose")
        join_as_guest(project, name="")

        page = browse(ada).get(self.path(project)).content.decode()

        assert "3 people take part. 1 helps run it." in page
        for seen in ("<b>Kit</b>", "answers comments", "is the person to talk to", "<b>Rose</b>", "ada@example.org"):
            assert seen in page
        assert "1 person gave no name." in page
        assert "kit@example.org" not in page  # only those who help run it are known here by their e-mail

    def test_shows_nobody_who_left(self, project: Project, ada: Person, bo: Person, browse: Browse) -> None:
        Membership.objects.filter(person=bo).update(left_on="2026-01-01")

        assert "<b>Bo</b>" not in browse(ada).get(self.path(project)).content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_asks_the_same_number_of_questions_for_one_and_for_three(
        self,
        project: Project,
        ada: Person,
        browse: Browse,
        django_assert_num_queries: DjangoAssertNumQueries,
        number: int,
    ) -> None:
        for each in range(number):
            membership, _link = invite(project, name=f"Kit {each}", part=Part.TAKES_PART, email=None, by=ada)
            set_duties(membership, {Duty.ANSWERS_COMMENTS, Duty.PAYS_PEOPLE}, by=ada)
        browser = browse(ada)

        with django_assert_num_queries(6):  # session, person, project, standing, people, duties
            browser.get(self.path(project))


class TestInviting:
    def path(self, project: Project) -> str:
        return f"/p/{project.slug}/people/invite/"

    def link_after(self, browser: Client, project: Project, **given: str) -> str:
        answer = browser.post(self.path(project), {"name": "Kit", "part": "takes part", **given})
        assert answer.url == f"/p/{project.slug}/people/invited/"
        page = browser.get(answer.url).content.decode()
        return page.partition('<p id="link"')[2].partition(">")[2].partition("</p>")[0].replace("&amp;", "&")

    def test_without_an_e_mail_gives_a_link_that_signs_in_once(
        self, project: Project, ada: Person, browse: Browse
    ) -> None:
        link = self.link_after(browse(ada), project)

        assert link.startswith(f"{settings.ADDRESS}/s/")
        kit, path = Client(), urlsplit(link).path
        assert "This link is for <b>Kit</b>. It works once." in kit.get(path).content.decode()
        kit.post(path)
        assert kit.get(f"/p/{project.slug}/my-part/me/").status_code == 200
        assert Client().post(path).status_code == 404

    def test_with_an_e_mail_gives_a_link_that_opens_nothing_by_itself(
        self, project: Project, ada: Person, browse: Browse
    ) -> None:
        link = self.link_after(browse(ada), project, email="Kit@Example.org")

        assert link == f"{settings.ADDRESS}/sign-in/?next=%2Fp%2F{project.slug}%2F"
        assert (Person.objects.filter(email="kit@example.org").count(), SignInLink.objects.count()) == (1, 0)

    def test_nobody_gets_into_somebody_elses_sign_in_by_inviting_them(
        self, project: Project, stranger_project: Project, ada: Person, browse: Browse
    ) -> None:
        cy = Person.objects.get(email="cy@example.org")

        link = self.link_after(browse(ada), project, email="cy@example.org", part="helps run it")

        assert link.startswith(f"{settings.ADDRESS}/sign-in/")
        assert SignInLink.objects.count() == 0
        assert standing_of(cy, project).helps_run_it

    def test_somebody_who_belongs_keeps_their_name_and_loses_nothing(
        self, project: Project, ada: Person, browse: Browse
    ) -> None:
        Membership.objects.filter(person=ada).update(name="Ada")

        self.link_after(browse(ada), project, name="The boss", email="ada@example.org")

        assert standing_of(ada, project).part == Part.HELPS_RUN_IT
        assert standing_of(ada, project).name == "Ada"

    def test_somebody_who_takes_part_may_be_asked_to_help_run_it(
        self, project: Project, ada: Person, browse: Browse
    ) -> None:
        kit, _link = invite(project, name="Kit", part=Part.TAKES_PART, email="kit@example.org", by=ada)

        self.link_after(browse(ada), project, email="kit@example.org", part="helps run it")

        assert standing_of(kit.person, project).helps_run_it
        assert Line.objects.filter(act="may run it", subject_id=kit.pk).count() == 1

    def test_somebody_who_left_may_come_back(self, project: Project, ada: Person, browse: Browse) -> None:
        kit, _link = invite(project, name="Kit", part=Part.TAKES_PART, email="kit@example.org", by=ada)
        Membership.objects.filter(pk=kit.pk).update(left_on="2026-01-01")

        self.link_after(browse(ada), project, email="kit@example.org")

        assert standing_of(kit.person, project).belongs

    def test_twice_with_one_form_invites_once_and_never_opens_a_part_that_is_taken(
        self, project: Project, ada: Person, browse: Browse
    ) -> None:
        browser, once = browse(ada), str(uuid4())
        first = self.link_after(browser, project, client_id=once)
        second = self.link_after(browser, project, client_id=once)
        assert Client().post(urlsplit(first).path).status_code == 404  # the second has taken its place
        assert Client().post(urlsplit(second).path).status_code == 302

        third = self.link_after(browser, project, client_id=once)

        assert third == f"{settings.ADDRESS}/p/{project.slug}/"
        assert project.memberships.filter(name="Kit").count() == 1

    def test_needs_a_name_and_keeps_what_was_typed(self, project: Project, ada: Person, browse: Browse) -> None:
        answer = browse(ada).post(self.path(project), {"name": " ", "email": "kit@example.org", "part": "takes part"})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Write a name, so that you know who has come." in page
        assert 'value="kit@example.org"' in page
        assert project.memberships.count() == 1

    def test_offers_two_parts_only(self, project: Project, ada: Person, browse: Browse) -> None:
        for part in ("steward", "", "lived experience"):
            answer = browse(ada).post(self.path(project), {"name": "Kit", "part": part})
            assert answer.status_code == 422

    def test_keeps_the_link_for_whoever_invited_and_sealed(self, project: Project, ada: Person, browse: Browse) -> None:
        browser = browse(ada)
        link = self.link_after(browser, project)

        assert link not in str(dict(browser.session))
        assert browse(ada).get(f"/p/{project.slug}/people/invited/").status_code == 404


def test_a_letter_with_a_code_names_no_project(project: Project, client: Client) -> None:
    client.post(f"/sign-in/?next=/p/{project.slug}/to-do/", {"email": "ada@example.org"})

    (letter,) = mail.outbox
    for name in (project.name, project.slug):
        assert name not in letter.subject + letter.body


class TestDuties:
    @pytest.fixture
    def kit(self, project: Project, ada: Person) -> Membership:
        return invite(project, name="Kit", part=Part.TAKES_PART, email="kit@example.org", by=ada)[0]

    def path(self, member: Membership) -> str:
        return f"/p/{member.project.slug}/people/{member.pk}/duties/"

    def test_are_ticked_and_written_down(self, project: Project, ada: Person, kit: Membership, browse: Browse) -> None:
        browser = browse(ada)

        answer = browser.post(self.path(kit), {"duties": ["answers comments", "pays people"]})

        assert answer.url == f"/p/{project.slug}/people/#done"
        assert standing_of(kit.person, project).duties == {"answers comments", "pays people"}
        assert Line.objects.filter(act="duties changed", subject_id=kit.pk).count() == 1
        page = browser.get(self.path(kit)).content.decode()
        assert (page.count(" checked"), "What Kit looks after" in page) == (2, True)

    def test_are_all_taken_away_when_nothing_is_ticked(
        self, project: Project, ada: Person, kit: Membership, browse: Browse
    ) -> None:
        set_duties(kit, {Duty.ANSWERS_COMMENTS}, by=ada)

        browse(ada).post(self.path(kit), {})

        assert standing_of(kit.person, project).duties == frozenset()

    def test_are_on_the_list_only(self, ada: Person, kit: Membership, browse: Browse) -> None:
        answer = browse(ada).post(self.path(kit), {"duties": ["helps run it"]})

        assert answer.status_code == 422

    def test_of_people_in_another_project_are_out_of_reach(
        self, project: Project, stranger_project: Project, ada: Person, browse: Browse
    ) -> None:
        di = stranger_project.memberships.get(name="Di")
        own = f"/p/{project.slug}/people/{di.pk}/duties/"

        for path in (own, self.path(di)):
            for method in ("get", "post"):
                assert getattr(browse(ada), method)(path, {"duties": "pays people"}).status_code == 404
        assert standing_of(di.person, stranger_project).duties == frozenset()


class TestHelpAndPrivacy:
    @pytest.mark.parametrize("page", ["help/", "privacy/"])
    def test_are_open_to_everybody(self, project: Project, bo: Person, ada: Person, browse: Browse, page: str) -> None:
        for reader in (None, bo, ada):
            assert browse(reader).get(f"/p/{project.slug}/{page}").status_code == 200

    def test_name_a_person_and_every_way_to_reach_them(self, project: Project, client: Client) -> None:
        project.helper_email = "jo@example.org"
        project.save()

        page = client.get(f"/p/{project.slug}/help/").content.decode()

        assert "Jo is here to help</h1>" in page
        assert 'href="tel:01632960001"' in page
        assert 'href="mailto:jo@example.org"' in page

    def test_make_sense_before_anybody_is_named(self, stranger_project: Project, client: Client) -> None:
        for page in ("help/", "privacy/", "my-part/code/"):
            shown = client.get(f"/p/{stranger_project.slug}/{page}").content.decode()
            assert ("None" in shown, "Ask ." in shown, "tel:" in shown, "mailto:" in shown) == (False,) * 4
