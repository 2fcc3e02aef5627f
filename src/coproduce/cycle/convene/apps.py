from django.apps import AppConfig


class ConveneConfig(AppConfig):
    name = "coproduce.cycle.convene"
    label = "convene"
