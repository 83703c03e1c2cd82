from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ansinh.apps.ui"
    label = "ui"
    verbose_name = "Thành phần trang"
