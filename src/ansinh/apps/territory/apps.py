from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "ansinh.apps.territory"
    label = "territory"
    verbose_name = "Đơn vị hành chính và cơ quan"
