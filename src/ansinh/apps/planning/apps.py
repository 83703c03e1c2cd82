from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "ansinh.apps.planning"
    label = "planning"
    verbose_name = "Kế hoạch"
