from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "coproduce.cycle.capture"
    label = "capture"

    def ready(self) -> None:
        from coproduce.cycle.capture.live import BOARD
        from coproduce.ground.live.kinds import register

        register(BOARD)
