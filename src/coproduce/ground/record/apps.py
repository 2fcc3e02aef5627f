from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "coproduce.ground.record"
    label = "record"
