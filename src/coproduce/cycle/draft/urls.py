from django.urls import path

from coproduce.cycle.draft.views import sorting, writing

urlpatterns = [
    path("p/<slug:project>/write/", sorting.sort, name="sort"),
    path("p/<slug:project>/write/put/", sorting.put, name="put_in_pile"),
    path("p/<slug:project>/write/take-out/", sorting.take_out, name="take_out_of_pile"),
    path("p/<slug:project>/write/piles/<int:pile>/", sorting.pile, name="pile"),
    path("p/<slug:project>/write/principle/", writing.write_principle, name="write_principle"),
    path("p/<slug:project>/write/draft/", writing.draft, name="draft"),
    path("p/<slug:project>/write/draft/<int:block>/move/", writing.move, name="move_block"),
    path("p/<slug:project>/write/draft/<int:block>/words/", writing.reword, name="reword"),
]
