from django.urls import path

from coproduce.cycle.feedback.views import desk, reading, saying, sharing

urlpatterns = [
    path("p/<slug:project>/write/share/", sharing.share, name="share"),
    path("p/<slug:project>/read/", reading.read, name="read"),
    path("p/<slug:project>/read/<int:version>/", reading.read, name="read_version"),
    path("p/<slug:project>/read/<int:version>/say/", saying.say_something, name="say"),
    path("p/<slug:project>/read/<int:version>/say/<int:block>/", saying.say_something, name="say"),
    path("p/<slug:project>/read/<int:version>/comments/", reading.comments, name="comments"),
    path("p/<slug:project>/read/<int:version>/comments/<int:block>/", reading.comments, name="comments"),
    path("p/<slug:project>/comments/<int:comment>/change/", saying.change_comment, name="change_comment"),
    path("p/<slug:project>/answer/", desk.desk, name="desk"),
    path("p/<slug:project>/answer/<int:comment>/", desk.answer, name="answer"),
    path("p/<slug:project>/answer/<int:answer>/undo/", desk.undo_answer, name="undo_answer"),
]
