from django.urls import path

from coproduce.overview import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("p/<slug:project>/", views.now, name="now"),
    path("p/<slug:project>/to-do/", views.to_do, name="to_do"),
]
