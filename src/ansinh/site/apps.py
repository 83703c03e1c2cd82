from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "ansinh.site"
    label = "ansinh_site"
    verbose_name = "An Sinh"
