from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class AccountsConfig(AppConfig):
    name = "ansinh.apps.accounts"
    label = "accounts"
    verbose_name = "Người dùng"

    def ready(self) -> None:
        # The permissions need the User model, which is only there once every app has loaded.
        from ansinh.apps.accounts.models import Role  # noqa: PLC0415
        from ansinh.apps.accounts.permissions import register  # noqa: PLC0415

        register()
        unknown = sorted(set(settings.MFA_ROLES) - set(Role.values))
        if unknown:
            raise ImproperlyConfigured(
                f"ANSINH_MFA_ROLES có vai trò không có: {', '.join(unknown)}. Chọn trong {', '.join(Role.values)}."
            )
