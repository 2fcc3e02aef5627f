from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "coproduce.overview"
    label = "overview"

    def ready(self) -> None:
        from coproduce.overview import checks, ways

        checks.register_checks()
        ways.open_ways()
