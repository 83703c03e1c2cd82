"""`ansinh demo` and `ansinh demo-check`: the site with a sample plan, and the proof that it works."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh.cli.place import connect, enter
from ansinh.cli.say import err, out, refuse, tell
from ansinh.cli.serve import Host, Port, run_site

if TYPE_CHECKING:
    from ansinh.apps.accounts.models import User

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PAGES = 5
LOGIN = "/tai-khoan/dang-nhap/"
NOT_VISITED = ("/static/", "/tai-khoan/dang-xuat", "/tai-khoan/dang-nhap")
DEMO_ACCOUNT, DEMO_PASSWORD = "dieuphoi", "ansinh-demo"
START_SECONDS = 120
PERSONS, WITH_PEOPLE = 20_000, "chuyenvien"
PLAN = re.compile(r"/ke-hoach/[0-9a-f-]{36}/")
LINK = re.compile(r'<a\s[^>]*href="(/[^"#?]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def demo(*, host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Chạy thử: như serve, thêm tài khoản trình diễn và kế hoạch mẫu; giữ lại những gì đã nhập."""
    run_site(host=host, port=port, workers=1, seed=["demo-data"])


def demo_data() -> None:
    """Đưa dữ liệu trình diễn vào: tài khoản và kế hoạch mẫu; chạy lại không nhân đôi."""
    enter(connect().app_url)
    from rich.table import Table

    from ansinh.apps.accounts.services import seed_demo_users
    from ansinh.cli.demo_reports import place_people, place_units

    now = datetime.now(UTC)
    accounts = seed_demo_users(at=now)
    place_units()
    place_people(admin=accounts[-1].user, now=now)
    _read_samples(actor=accounts[0].user, now=now)
    _link_samples(actor=accounts[0].user, now=now)
    _load_references(actor=accounts[0].user, now=now)
    _report_samples(actor=accounts[0].user, now=now)
    _defer_people(now=now)
    table = Table("tên đăng nhập", "mật khẩu", "ai", "vai trò", title="Đăng nhập được", title_justify="left")
    for account in accounts:
        table.add_row(
            account.user.username, account.password, account.user.full_name, ", ".join(account.user.role_labels)
        )
    out.print(table)


def _read_samples(*, actor: User, now: datetime) -> None:
    """Upload the plans that come with the program, once, and have them read before the site opens."""
    from ansinh.apps.jobs.services import run_worker
    from ansinh.apps.planning.models import PlanFile
    from ansinh.apps.planning.services.uploading import AlreadyUploaded, upload_plan

    # A sample that somebody took off the list stays off.
    known = set(PlanFile.objects.values_list("sha256", flat=True))
    # The province's plan last: the newest stands first in the list.
    for at, sample in enumerate([*sorted(SAMPLES.glob("*.md")), *sorted(SAMPLES.glob("*.docx"))]):
        content = sample.read_bytes()
        if hashlib.sha256(content).hexdigest() in known:
            continue
        try:
            day = now + timedelta(milliseconds=at)
            upload_plan(name=sample.name, content=content, actor=actor, now=day)
        except AlreadyUploaded:
            continue
        tell(f"Đọc kế hoạch mẫu {sample.name} …")
        run_worker(wait=False)


def _link_samples(*, actor: User, now: datetime) -> None:
    """Put the commune's plan under the province's and accept the sure links, once; what people did since stays."""
    from ansinh.apps.planning.models import Plan
    from ansinh.apps.planning.selectors.cascade import certain_pairs, get_cascade
    from ansinh.apps.planning.selectors.cascade_plans import list_proposed_above
    from ansinh.apps.planning.services.cascade import accept_many, decide_plan_above

    names = [sample.name for sample in SAMPLES.glob("*.md")]
    for plan in Plan.objects.select_related("file").filter(file__name__in=names, plans_above=None, removed_at=None):
        for one in list_proposed_above(plan):
            link = decide_plan_above(
                plan_id=plan.pk, above_id=one.plan.pk, accepted=True, expected_version=one.version, actor=actor, now=now
            )
            pairs = certain_pairs(get_cascade(link))
            if pairs:
                accept_many(plan_above_id=link.pk, pairs=pairs, actor=actor, now=now)


def _load_references(*, actor: User, now: datetime) -> None:
    """Load the facts of published plans that come with the program, so that plans can be compared; once."""
    from ansinh.apps.planning.services.reference import load_reference_plan
    from ansinh.cli.facts import load_facts, plan_names

    loaded = [
        name
        for name in plan_names()
        if (facts := load_facts(name))["indicators"] and load_reference_plan(facts=facts, actor=actor, now=now)
    ]
    if loaded:
        tell(f"Nạp số liệu mẫu của {len(loaded)} kế hoạch để so sánh (không có văn bản).")


def _report_samples(*, actor: User, now: datetime) -> None:
    """Give the sample plans their units, and put one more to work with a yearly report, once."""
    from ansinh.apps.accounts.models import User
    from ansinh.apps.jobs.services import run_worker
    from ansinh.apps.planning.models import Plan
    from ansinh.cli.demo_reports import COMMUNE_WITH_PLAN, PROVINCE, report_samples, set_scope
    from ansinh.cli.demo_running import run_sample

    actor = User.objects.get(pk=actor.pk)
    for pattern, code in (("*.md", COMMUNE_WITH_PLAN), ("*.docx", PROVINCE[0])):
        names = [sample.name for sample in SAMPLES.glob(pattern)]
        for plan in Plan.objects.filter(file__name__in=names, state__in=["in_review", "running"]):
            set_scope(plan=plan, code=code, actor=actor, now=now)
    # A moment earlier than the plan to be reviewed, which stays the first of the list.
    before = now - timedelta(minutes=1)
    running = run_sample(code=PROVINCE[0], actor=actor, now=before, read=lambda: run_worker(wait=False))
    if running is not None and report_samples(plan=running, actor=actor, now=now):
        tell("Đưa một kế hoạch đang thực hiện và báo cáo của sáu xã, phường minh họa vào.")


def _defer_people(*, now: datetime) -> None:
    """Have the made-up people put into the register while the site is open already, once."""
    from ansinh.apps.accounts.models import User
    from ansinh.apps.benefits.tasks import MADE_UP
    from ansinh.apps.jobs.models import JobRun
    from ansinh.apps.jobs.services import defer
    from ansinh.cli.demo_reports import PROVINCE

    if JobRun.objects.filter(kind=MADE_UP).exists():
        return
    actor = User.objects.get(username=WITH_PEOPLE, is_demo=True)
    args = {"province": PROVINCE[0], "persons": PERSONS, "seed": 1, "actor_id": actor.pk}
    said = f"{PERSONS:,}".replace(",", ".")
    defer(kind=MADE_UP, title=f"Đưa {said} người giả lập vào sổ", owner=actor, args=args, at=now)
    tell(
        f"Sổ minh họa {said} người (không ai có thật) được nạp khi trang đã mở: xem “Việc chạy nền” của {WITH_PEOPLE}."
    )


def demo_check() -> None:
    """Thử phần mềm: mở trên thư mục tạm, đăng nhập, xem năm trang, dừng; mã thoát 0 khi mọi thứ chạy."""
    from ansinh.cli.postgres.cluster import Cluster

    place = Path(tempfile.mkdtemp(prefix="ansinh-demo-check-"))
    place.chmod(0o711)
    log = place / "log"
    try:
        tell(f"Thử trên thư mục tạm {place}: mở, đăng nhập, xem {PAGES} trang, dừng …")
        reason = _rehearse(place, log)
        if reason:
            said = log.read_text("utf-8", "replace")[-3000:] if log.exists() else ""
            err.print(said, markup=False)
            refuse(f"Bản trình diễn không chạy được: {reason}.", code=1)
    finally:
        Cluster(place).destroy()
    out.print(f"Bản trình diễn chạy tốt: {PAGES} trang mở được.")


def _rehearse(place: Path, log: Path) -> str | None:
    """Run the demonstration on an empty data folder; say why it does not work, None when it does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "SECRET_KEY"))}
    variables = {**inherited, "ANSINH_DATA_DIR": str(place)}
    command = [sys.executable, "-m", "ansinh.cli", "demo", "--port", str(port)]
    with log.open("wb") as sink:
        site = subprocess.Popen(command, env=variables, stdout=sink, stderr=subprocess.STDOUT)
    try:
        base = f"http://127.0.0.1:{port}"
        reason = _wait(base, site) or _visit(base)
        site.terminate()
        code = site.wait(timeout=90)
        return reason or (f"dừng với mã {code}" if code else None)
    except subprocess.TimeoutExpired:
        return "không dừng được sau 90 giây"
    finally:
        if site.poll() is None:
            site.kill()
            site.wait()


def _wait(base: str, site: subprocess.Popen[bytes]) -> str | None:
    # Loaded here: every command reads this file at its start, and few of them need a client of the web.
    import urllib.error
    import urllib.request

    for _ in range(START_SECONDS * 4):
        if site.poll() is not None:
            return f"chương trình dừng sớm với mã {site.returncode}"
        try:
            urllib.request.urlopen(f"{base}{LOGIN}", timeout=5).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError as error:
            return f"trang đăng nhập trả về mã {error.code}"
        except OSError:
            time.sleep(0.25)
        else:
            return None
    return f"trang web không trả lời sau {START_SECONDS} giây"


def _visit(base: str) -> str | None:
    """Log in and follow the links from the first page until enough pages have opened."""
    import urllib.error
    import urllib.parse
    import urllib.request
    from http.cookiejar import CookieJar

    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    browser.addheaders = [("Referer", base)]

    def get(path: str, data: dict[str, str] | None = None) -> str:
        body = urllib.parse.urlencode(data).encode() if data else None
        with browser.open(f"{base}{path}", body, timeout=30) as answer:
            if "text/html" not in answer.headers.get("Content-Type", ""):
                return ""
            return str(answer.read().decode())

    path = LOGIN
    try:
        token = TOKEN.search(get(LOGIN))
        if token is None:
            return "trang đăng nhập không có biểu mẫu"
        fields = {"csrfmiddlewaretoken": token[1], "login": DEMO_ACCOUNT, "password": DEMO_PASSWORD}
        page = get(LOGIN, fields)
        if TOKEN.search(page) and 'name="password"' in page:
            return f"tài khoản {DEMO_ACCOUNT} không đăng nhập được"
        waiting, seen = ["/"], {"/"}
        opened: list[str] = []
        while waiting and (len(opened) < PAGES or not any(map(PLAN.match, opened))):
            path = waiting.pop(0)
            page = get(path)
            opened += [path] if "<h1" in page else []
            fresh = [link for link in LINK.findall(page) if link not in seen and not link.startswith(NOT_VISITED)]
            seen.update(fresh)
            waiting.extend(dict.fromkeys(fresh))
    except urllib.error.HTTPError as error:
        return f"trang {path} trả về mã {error.code}"
    except OSError as error:
        return f"trang {path} không mở được: {error}"
    if not any(map(PLAN.match, opened)):
        return "kế hoạch mẫu không hiện ra"
    tell("\n".join(f"  mở được {path}" for path in opened))
    return None if len(opened) >= PAGES else f"chỉ mở được {len(opened)} trong {PAGES} trang"
