from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ansinh.apps.accounts"
    label = "accounts"
    verbose_name = "Người dùng"

    def ready(self) -> None:
        # The permissions need the User model, which is only there once every app has loaded.
        from ansinh.apps.accounts.permissions import register  # noqa: PLC0415

        register()
