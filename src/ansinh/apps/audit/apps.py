from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ansinh.apps.audit"
    label = "audit"
    verbose_name = "Nhật ký"
