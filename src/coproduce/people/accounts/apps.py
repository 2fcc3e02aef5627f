from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "coproduce.people.accounts"
    label = "accounts"
