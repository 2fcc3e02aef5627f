"""Every address of the site. Each room brings its own pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("coproduce.people.accounts.urls")),
    path("", include("coproduce.people.projects.urls")),
    path("", include("coproduce.cycle.capture.urls")),
    path("", include("coproduce.cycle.draft.urls")),
    path("", include("coproduce.cycle.feedback.urls")),
    path("", include("coproduce.cycle.report_back.urls")),
    path("", include("coproduce.overview.urls")),
]

handler404 = "coproduce.overview.views.not_here"
handler403 = "coproduce.overview.views.not_allowed"
handler400 = "coproduce.overview.views.not_understood"
handler500 = "coproduce.overview.views.went_wrong"
