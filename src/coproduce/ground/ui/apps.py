from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "coproduce.ground.ui"
    label = "ui"
