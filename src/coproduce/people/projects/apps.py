from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "coproduce.people.projects"
    label = "projects"

    def ready(self) -> None:
        from coproduce.ground.record.acts import register_acts  # the record is complete only now

        register_acts("who decides changed")
