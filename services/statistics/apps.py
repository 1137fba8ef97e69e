from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "services.statistics"
    label = "statistics"

    def ready(self) -> None:
        from services.records.signals import ledger_grew
        from services.statistics.actions import roll_up_soon

        ledger_grew.connect(roll_up_soon, dispatch_uid="statistics-roll-up")
