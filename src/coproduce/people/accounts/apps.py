from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "coproduce.people.accounts"
    label = "accounts"

    def ready(self) -> None:
        from coproduce.people.accounts import receivers  # noqa: F401  the library's tables are there only now
