"""Forms of login and of the account pages, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.accounts.places import UnclearUnit, read_agency, read_unit, unit_text
from ansinh.apps.territory.models import Agency, Unit
from ansinh.apps.territory.selectors.agencies import list_agencies


class LoginForm(account_forms.LoginForm):  # type: ignore[misc]
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["login"], "Tên đăng nhập", autofocus=True)
        _name(self.fields["password"], "Mật khẩu")


class ChangePasswordForm(account_forms.ChangePasswordForm):  # type: ignore[misc]
    """The old password, and twice the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["oldpassword"], "Mật khẩu hiện tại")
        _name(self.fields["password1"], "Mật khẩu mới")
        _name(self.fields["password2"], "Nhập lại mật khẩu mới")
        self.fields["password1"].help_text = "Ít nhất 10 ký tự, không giống tên của bạn, không phải mật khẩu dễ đoán."

    def clean(self) -> dict[str, Any]:
        """Refuse two different new passwords, and the old one again."""
        data: dict[str, Any] = forms.Form.clean(self) or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Hai lần nhập mật khẩu mới không giống nhau.")
        if first and first == data.get("oldpassword"):
            self.add_error("password1", "Mật khẩu mới phải khác mật khẩu hiện tại.")
        return data


class ReauthenticateForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something grave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["password"], "Mật khẩu", autofocus=True)


class CodeForm(mfa_forms.AuthenticateForm):  # type: ignore[misc]
    """The code of the telephone, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["code"], "Mã xác thực", autofocus=True)


class CodeAgainForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something grave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["code"], "Mã xác thực", autofocus=True)


class ActivateForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a telephone that is being connected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self.fields["code"], "Mã 6 chữ số trên điện thoại")


class UserForm(forms.Form):
    """An account as an administrator fills it in."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=150,
        help_text="Chữ thường không dấu, chữ số và dấu . - _, ví dụ an.nv",
        validators=User._meta.get_field("username").validators,
    )
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    title = forms.CharField(label="Chức vụ", max_length=120, required=False)
    agency_name = forms.CharField(
        label="Cơ quan",
        max_length=200,
        required=False,
        help_text="Chọn trong danh mục khi có; tên khác vẫn được in.",
        widget=forms.TextInput(attrs={"list": "danh-muc-co-quan"}),
    )
    unit_name = forms.CharField(
        label="Đơn vị hành chính",
        max_length=200,
        required=False,
        help_text="Địa bàn phụ trách: gõ tên, có hoặc không dấu, rồi chọn; hoặc gõ mã.",
        widget=forms.TextInput(attrs={"list": "danh-muc-don-vi", "data-unit-choices": ""}),
    )
    email = forms.EmailField(label="Thư điện tử", required=False)
    roles = forms.MultipleChoiceField(
        label="Vai trò", choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    scope_unit: Unit | None = None
    agency: Agency | None = None

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        if user is not None:
            kwargs["initial"] = {name: getattr(user, name) for name in self.base_fields}
            if user.scope_unit is not None:
                kwargs["initial"]["unit_name"] = unit_text(user.scope_unit)
        super().__init__(*args, **kwargs)
        if user is not None:
            # The login name stands in the log for good and is not changed.
            del self.fields["username"]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_unit_name(self) -> str:
        """Take a unit of the directory by name or code; a name it does not have is only printed."""
        typed = str(self.cleaned_data["unit_name"]).strip()
        try:
            self.scope_unit = read_unit(typed, on=timezone.localdate()) if typed else None
        except UnclearUnit as unclear:
            raise ValidationError(str(unclear)) from unclear
        return self.scope_unit.name if self.scope_unit is not None else typed

    def clean_agency_name(self) -> str:
        """Take an agency of the directory under any of its names; another name is only printed."""
        typed = str(self.cleaned_data["agency_name"]).strip()
        self.agency = read_agency(typed) if typed else None
        return typed

    @property
    def agency_names(self) -> list[str]:
        """The names that the field of the agency offers."""
        return [agency.name for agency in list_agencies() if not agency.is_group]

    def clean_username(self) -> str:
        """Take small letters only, and a name nobody has yet."""
        username = str(self.cleaned_data["username"]).strip().lower()
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(f"Tên đăng nhập “{username}” đã có người dùng. Hãy chọn tên khác.")
        return username


class UserFilterForm(forms.Form):
    """What narrows the list of accounts."""

    q = forms.CharField(label="Tên, cơ quan", required=False)
    role = forms.ChoiceField(label="Vai trò", choices=[("", "Mọi vai trò"), *Role.choices], required=False)
    locked = forms.ChoiceField(
        label="Trạng thái", choices=[("", "Tất cả"), ("0", "Đang dùng"), ("1", "Đã khóa")], required=False
    )


def _name(field: forms.Field, label: str, *, autofocus: bool = False) -> None:
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    if autofocus:
        field.widget.attrs["autofocus"] = True
