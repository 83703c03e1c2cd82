"""Every page that needs nothing in its address comes with a strict policy, whoever asks for it."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from tests.browser.session import session_of

from ansinh.apps.accounts.models import Role


def plain_addresses(resolver=None, prefix="/"):
    """List the addresses of the site that hold no id."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if "<" in route or "(?P" in route:
            continue
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from plain_addresses(entry, route)


ADDRESSES = sorted({*plain_addresses(), "/khong-co-trang-nay/"})


@pytest.mark.parametrize("who", ["nobody", "everything"])
@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_lets_nothing_run_that_is_not_ours(address, who):
    client = Client()
    if who == "everything":
        user = get_user_model().objects.create_superuser(
            username="tat-ca", password="mat-khau-thu-1", full_name="Lê Minh Châu", roles=[role.value for role in Role]
        )
        client.cookies["sessionid"] = session_of(user, at=timezone.now())
    answer = client.get(address)
    assert answer.status_code < 500
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    if answer["Content-Type"].startswith("text/html") and answer.content:
        html = answer.content.decode()
        assert " style=" not in html
        assert "<script>" not in html
        assert html.count('<html lang="vi">') == 1
        assert " – An Sinh</title>" in html
