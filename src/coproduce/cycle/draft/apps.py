from django.apps import AppConfig


class DraftConfig(AppConfig):
    name = "coproduce.cycle.draft"
    label = "draft"

    def ready(self) -> None:
        from coproduce.cycle.draft.sorting import SORTING
        from coproduce.cycle.draft.writing import DOCUMENT
        from coproduce.ground.live.kinds import register

        register(SORTING)
        register(DOCUMENT)
