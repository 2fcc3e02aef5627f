from django.urls import path

from coproduce.cycle.report_back import views

urlpatterns = [
    path("p/<slug:project>/my-part/", views.my_part, name="my_part"),
    path("p/<slug:project>/my-part/<int:contribution>/", views.journey, name="journey"),
    path("p/<slug:project>/my-part/<int:contribution>/take-back/", views.take_back, name="take_back"),
    path("p/<slug:project>/what-happened/", views.what_happened, name="what_happened"),
    path("p/<slug:project>/read/why/<int:block>/", views.why, name="why"),
]
