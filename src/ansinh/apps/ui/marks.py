"""The small marks of a page: status, severity, evidence, citation, icon, composition bar. Shape and word before colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ansinh.apps.ui import formats


@dataclass(frozen=True, slots=True)
class Mark:
    """A status as shown: its word, its tint (a CSS class) and its shape (a path in a 12 × 12 box)."""

    word: str
    tint: str
    shape: str
    fill: str = ""


_DISC = "M6 0a6 6 0 1 0 0 12A6 6 0 0 0 6 0ZM5 9 2.2 6.2l1.1-1.1L5 6.8l3.7-3.7 1.1 1.1Z"
_PLAY = "M2 .8 11 6l-9 5.2Z"
_TRIANGLE = "M6 .6 11.8 11.4H.2Zm0 3.2L2.9 9.7h6.2Z"
_TRIANGLE_FULL = "M6 .6 11.8 11.4H.2Z"
_ARROW = "M10.9 2.2 9.5.8 3.6 6.7V2.6H1.6v7.6h7.6v-2H5Z"
_RING = "M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Zm0 1.7a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6Z"
_DOTS = "M0 5h3.2v2H0zM4.4 5h3.2v2H4.4zM8.8 5H12v2H8.8z"
_UNEQUAL = "M.8 3.2h5.7L7.3.6l1.4.5-.7 2.1h3.2v1.6H7.5l-.6 2h4.3v1.6H6.4l-.9 2.9-1.5-.5.8-2.4H.8V6.8h4.5l.6-2H.8Z"
_SQUARE = "M1 1h10v10H1z"
_HALF = "M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Zm0 1.7v7.6a3.8 3.8 0 0 1 0-7.6Z"
_CLOCK = "M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Zm.8 2.3v3l2.3 1.4-.8 1.3L5.2 6.7V2.8Z"
_CROSS = "M2.4 1 6 4.6 9.6 1 11 2.4 7.4 6 11 9.6 9.6 11 6 7.4 2.4 11 1 9.6 4.6 6 1 2.4Z"

STATUSES: Mapping[str, Mark] = {
    # a target's status (the eleven of the rule on progress)
    "achieved": Mark("Đạt", "s-dat", _DISC, "f-dat"),
    "on_track": Mark("Đúng tiến độ", "s-dung", _PLAY, "f-dung"),
    "slow": Mark("Chậm", "s-cham", _TRIANGLE, "f-cham"),
    "very_slow": Mark("Chậm nhiều", "s-nang", _TRIANGLE_FULL, "f-nang"),
    "reversing": Mark("Đi lùi", "s-lui", _ARROW, "f-lui"),
    "at_risk": Mark("Có nguy cơ", "s-nguyco", _TRIANGLE, "f-nguyco"),
    "missed": Mark("Không hoàn thành", "s-truot", _SQUARE, "f-truot"),
    "not_due": Mark("Chưa đến kỳ", "s-chua", _RING, "f-chua"),
    "no_data": Mark("Thiếu số liệu", "s-thieu", _DOTS, "f-thieu"),
    "no_baseline": Mark("Thiếu số gốc", "s-thieu", _DOTS, "f-thieu"),
    "not_comparable": Mark("Không so sánh được", "s-kss", _UNEQUAL, "f-kss"),
    # a task's status
    "not_started": Mark("Chưa bắt đầu", "s-chua", _RING, "f-chua"),
    "in_progress": Mark("Đang làm", "s-dung", _PLAY, "f-nhat"),
    "done_on_time": Mark("Xong đúng hạn", "s-dat", _DISC, "f-dat"),
    "done_late": Mark("Xong trễ hạn", "s-cham", _DISC, "f-dung"),
    "done": Mark("Đã xong", "s-dat", _DISC, "f-dat"),
    "overdue": Mark("Quá hạn", "s-lui", _TRIANGLE_FULL, "f-lui"),
    "waiting_event": Mark("Chờ sự kiện", "s-kss", _CLOCK, "f-kss"),
    "unknown": Mark("Chưa rõ", "s-thieu", _DOTS, "f-thieu"),
    # an item under review
    "pending": Mark("Chờ xem", "s-chua", _RING, "f-chua"),
    "accepted": Mark("Đã nhận", "s-dat", _DISC, "f-dat"),
    "corrected": Mark("Đã sửa", "s-dung", _PLAY, "f-dung"),
    "rejected": Mark("Đã bỏ", "s-kss", _CROSS, "f-kss"),
    "planned": Mark("Chờ hiệu lực", "s-chua", _CLOCK, "f-chua"),
    "dropped": Mark("Thôi thực hiện", "s-kss", _SQUARE, "f-kss"),
    "suspect": Mark("Cần xem", "s-cham", _TRIANGLE, "f-cham"),
    # a plan, a report, a job
    "draft": Mark("Bản thảo", "s-chua", _RING, "f-chua"),
    "reviewing": Mark("Đang rà soát", "s-cham", _HALF, "f-cham"),
    "active": Mark("Đang thực hiện", "s-dung", _PLAY, "f-dung"),
    "closed": Mark("Đã kết thúc", "s-chua", _SQUARE, "f-chua"),
    "submitted": Mark("Đã nộp", "s-dung", _PLAY, "f-dung"),
    "approved": Mark("Đã duyệt", "s-dat", _DISC, "f-dat"),
    "correcting": Mark("Đang đính chính", "s-cham", _HALF, "f-cham"),
    "returned": Mark("Trả lại", "s-nang", _ARROW, "f-nang"),
    "queued": Mark("Đang chờ", "s-chua", _CLOCK, "f-chua"),
    "running": Mark("Đang chạy", "s-dung", _PLAY, "f-dung"),
    "failed": Mark("Không xong", "s-lui", _CROSS, "f-lui"),
    "cancelled": Mark("Đã hủy", "s-kss", _CROSS, "f-kss"),
    # entitlement
    "eligible": Mark("Được", "s-dat", _DISC, "f-dat"),
    "not_eligible": Mark("Không", "s-chua", _RING, "f-chua"),
    "wrong_amount": Mark("Sai mức", "s-nang", _TRIANGLE_FULL, "f-nang"),
}


def find_status(code: object) -> Mark:
    """Return how a status code is shown; a code we do not know is a programming error and is said so."""
    return STATUSES[str(code).lower()]


def _shape(path: str) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 12 12" aria-hidden="true"><path d="{}" fill-rule="evenodd"></path></svg>', path
    )


def status_chip(code: object, *, word: str = "") -> SafeString:
    """Show a status as a chip: shape, word, tint. ``word`` replaces the usual word ("Chậm, thấp hơn 0,35 điểm")."""
    mark = find_status(code)
    return format_html('<span class="chip {}">{}{}</span>', mark.tint, _shape(mark.shape), word or mark.word)


def status_icon(code: object, *, word: str = "") -> SafeString:
    """Show only the shape of a status, in front of a word of the page; ``word`` is then read out to those who listen."""
    mark = find_status(code)
    heard = format_html('<span class="vh">{}</span>', word) if word else ""
    return format_html('<span class="ic {}">{}</span>{}', mark.tint, _shape(mark.shape), heard)


_SEVERITIES = {
    "high": ("Nghiêm trọng", "cao", "M6 0l6 6-6 6-6-6z"),
    "medium": ("Nên sửa", "vua", "M6 0l6 6-6 6-6-6zm0 2.8L2.8 6 6 9.2 9.2 6z"),
    "low": ("Nhẹ", "thap", "M1 5h10v2H1z"),
}


def severity(code: object, *, short: bool = False) -> SafeString:
    """Show how grave a finding is: Nghiêm trọng ◆, Nên sửa ◇, Nhẹ –."""
    word, tint, path = _SEVERITIES[str(code).lower()]
    said = format_html('<span class="vh">{}</span>', word) if short else word
    return format_html('<span class="sev {}">{}{}</span>', tint, _shape(path), said)


_EVIDENCE = {
    "primary": ("văn bản gốc", "bc goc"),
    "confirmed": ("đã đối chiếu", "bc goc"),
    "secondary": ("nguồn thứ cấp", "bc"),
}
_UNCHECKED = ("chưa đối chiếu", "bc")


def evidence_word(code: object) -> str:
    """Return how far a figure of the law is checked, in words, for files."""
    return _EVIDENCE.get(str(code).lower(), _UNCHECKED)[0]


def evidence(code: object) -> SafeString:
    """Show how far a figure of the law is checked: văn bản gốc, đã đối chiếu by two officials, nguồn thứ cấp, else chưa đối chiếu."""
    word, css = _EVIDENCE.get(str(code).lower(), _UNCHECKED)
    return format_html('<span class="{}">{}</span>', css, word)


def cite(text: object, url: str = "") -> SafeString:
    """Show where a figure comes from: a red § that opens the sentence, article or records."""
    if not url:
        return format_html('<span class="cite">{}</span>', text)
    return format_html('<a class="cite" href="{}">{}</a>', url, text)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a total: its word, its count and its fill (a CSS class)."""

    word: str
    count: int
    fill: str


def parts_of(counts: Mapping[str, int]) -> tuple[Part, ...]:
    """Turn counts by status code into parts, in the order of the list of statuses; zeros are left out."""
    known = {str(code).lower(): count for code, count in counts.items()}
    return tuple(Part(mark.word, known[code], mark.fill) for code, mark in STATUSES.items() if known.get(code))


def composition(parts: Iterable[Part], *, label: str, tall: bool = False) -> SafeString:
    """Draw what a total is made of as one bar from 0; the numbers are read out with it and stand beside it."""
    shown = [part for part in parts if part.count > 0]
    width = 700 if tall else 200
    gap = 2.8 if tall else 0.8
    total = sum(part.count for part in shown)
    bars: list[tuple[str, str, str]] = []
    at = 0.0
    for part in shown:
        share = width * part.count / total
        bars.append((part.fill, f"{at:.2f}", f"{max(share - gap, 0.8):.2f}"))
        at += share
    words = ", ".join(f"{part.word} {formats.number(part.count)}" for part in shown) or "không có"
    return format_html(
        '<svg class="bar{}" viewBox="0 0 {} 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        " cao" if tall else "",
        width,
        f"{label}: {words}" if label else words,
        format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="10"></rect>', bars),
    )


def legend(counts: Mapping[str, int]) -> SafeString:
    """Write the words and numbers that belong to a composition bar."""
    known = {str(code).lower(): count for code, count in counts.items()}
    rows = [
        (status_icon(code), mark.word, formats.number(known[code])) for code, mark in STATUSES.items() if code in known
    ]
    return format_html('<p class="legend">{}</p>', format_html_join("", "<span>{}{}\u00a0<b>{}</b></span>", rows))


_ICONS: Mapping[str, str] = {
    "home": "M2 8l6-5 6 5v6H2z",
    "overview": "M3 2h10v12H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
    "indicator": "M2 13l4-5 3 2 5-7",
    "task": "M2 4l1.5 1.5L6 3M8 4.5h6M2 11l1.5 1.5L6 10M8 11.5h6",
    "report": "M8 2v8M5 7l3 3 3-3M2 13h12",
    "document": "M4 2h6l3 3v9H4zM10 2v3h3",
    "person": "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5",
    "alert": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v4M8 11v.5",
    "payment": "M2 4h12v8H2zM2 7h12",
    "law": "M8 2v12M4 14h8M3 5h10M3 5l-1.5 4h3zM13 5l-1.5 4h3z",
    "public": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM2 8h12M8 2c-4 4-4 8 0 12M8 2c4 4 4 8 0 12",
    "history": "M8 4v4l3 2M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z",
    "search": "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5 14 14",
    "calendar": "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3",
    "chain": "M6.5 9.5l3-3M5 7 3.5 8.5a2.8 2.8 0 0 0 4 4L9 11M11 9l1.5-1.5a2.8 2.8 0 0 0-4-4L7 5",
    "upload": "M8 11V3M5 6l3-3 3 3M2 13h12",
    "settings": "M2 5h6M12 5h2M10 3v4M2 11h2M8 11h6M6 9v4",
    "people": "M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 3.5a2.3 2.3 0 0 1 0 4.3M12 9.8c1.6.5 2.5 1.8 2.5 3.7",
    "key": "M5.5 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.7 8.3 13.5 2.5M11 5l2 2",
    "exit": "M6 2.5H3v11h3M10 5l3 3-3 3M13 8H6",
    "print": "M4.5 6V2.5h7V6M4.5 12H2.5V6h11v6h-2M4.5 9.5h7v4h-7z",
    "close": "M4 4l8 8M12 4l-8 8",
    "job": "M8 2.5a5.5 5.5 0 1 1-5.2 3.7M2.5 2.5v4h4",
}


def icon(name: str) -> SafeString:
    """Draw one line icon of the set; it never stands without a word beside it or read out."""
    return format_html('<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"></path></svg>', _ICONS[name])


BRAND = mark_safe(
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 20V13a9 9 0 0 1 18 0v7"></path>'
    '<circle cx="12" cy="15.5" r="3.5"></circle></svg>'
)
