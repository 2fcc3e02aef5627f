from django.apps import AppConfig


class ContributeConfig(AppConfig):
    name = "coproduce.people.contribute"
    label = "contribute"

    def ready(self) -> None:
        from coproduce.ground.record.acts import register_acts
        from coproduce.people.contribute.forgetting import ACT

        register_acts(ACT)
