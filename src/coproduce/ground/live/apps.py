from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "coproduce.ground.live"
    label = "live"
