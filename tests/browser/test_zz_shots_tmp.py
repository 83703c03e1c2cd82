from django.urls import reverse
from tests.plugins.people import PASSWORD

from ansinh.apps.accounts.models import Role


def test_shots(open_page, transactional_db, make_user):
    u = make_user("an", Role.COORDINATOR, Role.ADMIN)
    b = make_user("binh", Role.CHAIR, full_name="Trần Thị Bình", agency_name="Sở Y tế")
    for n, a in (("edit", [b.pk]), ("new", [])):
        p = open_page(reverse(f"accounts:user_{n}", args=a), user=u)
        p.screenshot(path=f"/tmp/s2/shots/{n}.png", full_page=True)
    p = open_page(reverse("accounts:me"), user=u)
    p.screenshot(path="/tmp/s2/shots/me.png")
    p = open_page(reverse("mfa_activate_totp"), user=u)
    p.keyboard.type(PASSWORD)
    p.keyboard.press("Enter")
    p.locator(".ma-qr svg").wait_for()
    p.screenshot(path="/tmp/s2/shots/mfa.png", full_page=True)
    p = open_page("/tai-khoan/dang-nhap/")
    for i in range(6):
        p.locator("[name=login]").fill("an") if p.locator("[name=login]").count() else None
        if p.locator("[name=password]").count():
            p.locator("[name=password]").fill("x")
            p.keyboard.press("Enter")
            p.wait_for_load_state("load")
        if i == 0:
            p.screenshot(path="/tmp/s2/shots/wrong.png")
    p.screenshot(path="/tmp/s2/shots/lock.png")
