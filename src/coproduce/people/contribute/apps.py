from django.apps import AppConfig


class ContributeConfig(AppConfig):
    name = "coproduce.people.contribute"
    label = "contribute"
