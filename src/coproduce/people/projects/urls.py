from django.urls import path

from coproduce.people.projects.views import running, taking_part

urlpatterns = [
    path("start/", running.start_project, name="start_project"),
    path("back/<str:token>/", taking_part.way_back, name="way_back"),
    path("p/<slug:project>/help/", taking_part.help_page, name="help"),
    path("p/<slug:project>/privacy/", taking_part.privacy, name="privacy"),
    path("p/<slug:project>/my-part/code/", taking_part.your_code, name="your_code"),
    path("p/<slug:project>/my-part/me/", taking_part.about_me, name="about_me"),
    path("p/<slug:project>/my-part/me/code/", taking_part.new_code, name="new_code"),
    path("p/<slug:project>/my-part/finish/", taking_part.finish, name="finish"),
    path("p/<slug:project>/people/", running.people, name="people"),
    path("p/<slug:project>/people/invite/", running.invite, name="invite"),
    path("p/<slug:project>/people/invited/", running.invited, name="invited"),
    path("p/<slug:project>/people/<int:membership>/duties/", running.duties, name="duties"),
    path("p/<slug:project>/settings/", running.project_settings, name="settings"),
]
