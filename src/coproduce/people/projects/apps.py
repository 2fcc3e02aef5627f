from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "coproduce.people.projects"
    label = "projects"
