"""Pages of the accounts: my own, and for administrators the list, a new one, changing and locking."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from ansinh.apps.accounts import selectors, services
from ansinh.apps.accounts.forms import UserFilterForm, UserForm
from ansinh.apps.accounts.models import Role, User

Page = Callable[..., HttpResponse]

ROWS_A_PAGE = 50
MANAGE = "accounts.manage_users"


def _managers_only(*methods: str) -> Callable[[Page], Page]:
    """Guard a page of administrators: login, permission, methods, and never kept by a browser."""

    def guard(page: Page) -> Page:
        allowed = permission_required(MANAGE, raise_exception=True)(require_http_methods(methods)(page))
        return never_cache(login_required(allowed))

    return guard


@never_cache
@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Show who I am here, and the ways to keep my login safe."""
    user = _self(request)
    return render(request, "accounts/me.html", {"has_mfa": selectors.has_mfa(user)})


@_managers_only("GET")
def user_list(request: HttpRequest) -> HttpResponse:
    """List the accounts."""
    form = UserFilterForm(request.GET)
    found = form.cleaned_data if form.is_valid() else {}
    locked = {"0": False, "1": True}.get(found.get("locked", ""))
    users = selectors.list_users(text=found.get("q", ""), role=found.get("role", ""), locked=locked)
    page = Paginator(users, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/user_list.html", {"page": page, "form": form})


@_managers_only("GET", "POST")
def user_new(request: HttpRequest) -> HttpResponse:
    """Make an account; the first password is shown once."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.create_user(
                username=data["username"],
                full_name=data["full_name"],
                title=data["title"],
                agency_name=data["agency_name"],
                unit_name=data["unit_name"],
                email=data["email"],
                scope_unit=form.scope_unit,
                agency=form.agency,
                roles=[Role(role) for role in data["roles"]],
                by=_self(request),
                at=timezone.now(),
            )
        except services.AccountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "accounts/new_password.html", {"account": made, "is_new": True})
    return render(request, "accounts/user_new.html", {"form": form}, status=422 if form.errors else 200)


@_managers_only("GET", "POST")
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an account's names and roles."""
    user = get_object_or_404(User, pk=pk)
    form = UserForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changed = services.update_user(
                user=user,
                by=_self(request),
                at=timezone.now(),
                roles=[Role(role) for role in data["roles"]],
                printed={name: data[name] for name in services.PRINTED_FIELDS},
                places={"scope_unit": form.scope_unit, "agency": form.agency},
            )
        except services.AccountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = "Đã lưu thay đổi." if changed else "Không có gì thay đổi."
            if "roles" in changed:
                said += " Vai trò mới có hiệu lực khi người này đăng nhập lại; các phiên cũ đã kết thúc."
            if data["unit_name"] and form.scope_unit is None:
                said += (
                    f" “{data['unit_name']}” không có trong danh mục đơn vị: chỉ được in, chưa là địa bàn phụ trách."
                )
            messages.success(request, said)
            return redirect("accounts:user_edit", pk=user.pk)
    context = {"form": form, "account": user, "has_mfa": selectors.has_mfa(user)}
    return render(request, "accounts/user_edit.html", context, status=422 if form.errors else 200)


@_managers_only("POST")
def user_lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut an account out."""
    user = get_object_or_404(User, pk=pk)
    try:
        services.lock_user(user=user, by=_self(request), at=timezone.now())
    except services.AccountRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã khóa tài khoản của {user}; mọi phiên đang mở đã kết thúc.")
    return redirect("accounts:user_edit", pk=pk)


@_managers_only("POST")
def user_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an account in again."""
    user = get_object_or_404(User, pk=pk)
    services.unlock_user(user=user, by=_self(request), at=timezone.now())
    messages.success(request, f"Đã mở khóa tài khoản của {user}.")
    return redirect("accounts:user_edit", pk=pk)


@_managers_only("POST")
def user_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a new first password, shown once."""
    user = get_object_or_404(User, pk=pk)
    made = services.reset_password(user=user, by=_self(request), at=timezone.now())
    return render(request, "accounts/new_password.html", {"account": made, "is_new": False})


@_managers_only("POST")
def user_reset_mfa(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the second factor of somebody who lost the telephone."""
    user = get_object_or_404(User, pk=pk)
    services.reset_mfa(user=user, by=_self(request), at=timezone.now())
    messages.success(request, f"Đã bỏ xác thực hai bước của {user}; người này cần cài lại khi đăng nhập.")
    return redirect("accounts:user_edit", pk=pk)


def _self(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("page without login")
    return request.user
