from django.apps import AppConfig


class ReportBackConfig(AppConfig):
    name = "coproduce.cycle.report_back"
    label = "report_back"
