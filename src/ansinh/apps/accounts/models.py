"""People who log in, with the roles they hold."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from ansinh.apps.territory.models import Agency, Unit


class Role(models.TextChoices):
    """What an official does in the system; one person may hold several roles."""

    COORDINATOR = "coordinator", "Điều phối tỉnh"
    DEPARTMENT_OFFICER = "department_officer", "Chuyên viên sở, ngành"
    COMMUNE_OFFICER = "commune_officer", "Cán bộ xã"
    CHAIR = "chair", "Lãnh đạo"
    ACCOUNTANT = "accountant", "Kế toán"
    AUDITOR = "auditor", "Giám sát"
    ADMIN = "admin", "Quản trị"


class User(AbstractUser):
    """Somebody who logs in: name as printed on documents, office, roles. Locked, never deleted."""

    # Vietnamese names are one string with the given name last; the two Western halves are not kept.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    full_name = models.CharField("họ và tên", max_length=120)
    title = models.CharField("chức vụ", max_length=120, blank=True)
    agency_name = models.CharField("cơ quan", max_length=200, blank=True)
    unit_name = models.CharField("đơn vị hành chính", max_length=200, blank=True)
    scope_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="địa bàn phụ trách"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan công tác"
    )
    roles = ArrayField(
        models.CharField(max_length=32, choices=Role.choices), verbose_name="vai trò", default=list, blank=True
    )
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    is_demo = models.BooleanField("tài khoản trình diễn", default=False)
    session_stamp = models.PositiveIntegerField("số lần kết thúc mọi phiên", default=0)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        constraints = [
            models.CheckConstraint(condition=Q(roles__contained_by=Role.values), name="accounts_user_roles_known"),
            models.CheckConstraint(condition=~Q(full_name=""), name="accounts_user_has_name"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Part of every session of this person: a new stamp ends them all, whether they are listed or not.
        salt = "ansinh.accounts.User.session"
        value = f"{self.password}:{self.session_stamp}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def holds(self, *roles: Role) -> bool:
        """Say whether this person holds any of the given roles."""
        return any(role.value in self.roles for role in roles)

    @property
    def role_labels(self) -> list[str]:
        """The roles as printed, in the order in which the system lists them."""
        return [str(role.label) for role in Role if role.value in self.roles]
