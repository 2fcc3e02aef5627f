from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "coproduce.cycle.feedback"
    label = "feedback"
