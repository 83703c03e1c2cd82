"""How the plan is worded: commas that part or join wrongly, lists with a member lost, sentences told twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ansinh.core.plandoc.findings.plan import Plan
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.words import WORD, cut, listed, spelled
from ansinh.core.plandoc.source import Span

_BEGINS = re.compile(
    r"(?<=\w), (?P<verb>Tăng cường|Đẩy mạnh|Nâng cao|Tiếp tục|Thực hiện|Tập trung"
    r"|Chú trọng|Phát huy|Đổi mới|Triển khai|Xây dựng|Củng cố|Hoàn thiện|Từng bước)(?P<after>(?: [^\W\d_]{1,20}){0,5})"
)
_UNITS = re.compile(
    r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?:các\s+)?huyện(?P<towns>,\s+thị\s+xã)?(?:,|\s+và)\s+thành\s+phố\b",
    re.IGNORECASE,
)
_LONG = 30


@rule("cau-chu.dau-phay-het-cau", severity="low", title="Dấu phẩy ở chỗ hết câu")
def comma_for_full_stop(plan: Plan) -> Iterator[Hit]:
    """ "… tiêu cực, Tăng cường …": a new sentence begins after a comma."""
    for match in _BEGINS.finditer(plan.flow):
        if match.start() > plan.end:
            return
        before = re.split(r"[.;:\n]", plan.flow[max(match.start() - 60, 0) : match.start()])[-1].split(" ")[-6:]
        span = Span(match.start() - len(" ".join(before)), match.end())
        yield Hit(
            plan.where(match.start("verb")),
            " ".join(span.of(plan.flow).split()),
            f"Chữ “{match['verb']}” viết hoa sau dấu phẩy: thiếu dấu chấm hết câu, hoặc thừa chữ hoa.",
            f". {match['verb']}",
            None,
            (span,),
        )


@rule("cau-chu.dau-phay-giua-tu", severity="low", title="Dấu phẩy thừa giữa một cụm từ")
def comma_inside_term(plan: Plan) -> Iterator[Hit]:
    """ "Cơ sở, vật chất": one thing written as two."""
    terms = {tuple(map(spelled, line.split())) for line in listed("solid_terms.txt")}
    firsts = {term[0] for term in terms}
    sizes = sorted({len(term) for term in terms}, reverse=True)
    tokens = plan.tokens
    for at, word in enumerate(tokens.spelled):
        if word not in firsts:
            continue
        for size in sizes:
            gaps = tokens.gap[at + 1 : at + size]
            if "," in gaps and set(gaps) <= {"", ","} and tuple(tokens.spelled[at : at + size]) in terms:
                span = Span(tokens.start[at], tokens.end[at + size - 1])
                printed = " ".join(span.of(plan.flow).split())
                yield Hit(
                    plan.where(span.start),
                    printed,
                    "Dấu phẩy thừa: cụm từ này chỉ một thứ, tách ra thành hai nghĩa khác.",
                    printed.replace(",", ""),
                    None,
                    (span,),
                )
                break


@rule("cau-chu.thieu-thi-xa", severity="low", title="Liệt kê đơn vị hành chính thiếu một cấp")
def units_incomplete(plan: Plan) -> Iterator[Hit]:
    """ "Các huyện, thành phố" in one place where the plan elsewhere says "các huyện, thị xã, thành phố"."""
    whole = [match for match in _UNITS.finditer(plan.flow) if match["towns"]]
    short = [match for match in _UNITS.finditer(plan.flow) if not match["towns"]]
    if len(whole) < 3 or not 0 < len(short) * 2 < len(whole):
        return
    for match in short:
        yield Hit(
            plan.where(match.start()),
            " ".join(match.group().split()),
            f"Thiếu “thị xã” ({len(whole)} chỗ khác ghi đủ): thị xã có phải thực hiện không?",
            " ".join(whole[0].group().split()),
            None,
            (Span(match.start(), match.end()),),
        )


@rule("cau-chu.cau-lap", severity="low", title="Câu lặp nguyên văn ở hai mục")
def sentence_repeated(plan: Plan) -> Iterator[Hit]:
    """The same long sentence in two sections: two units are told the same."""
    tokens = plan.tokens
    seen: dict[tuple[str, ...], int] = {}
    begin, told = 0, 0
    for at in range(1, len(tokens.bare) + 1):
        last = at == len(tokens.bare)
        between = "|" if last else plan.flow[tokens.end[at - 1] : tokens.start[at]]
        if not last and not re.search(r"[.;\n]\s|\n", between + " "):
            continue
        size, key = at - begin, tuple(tokens.bare[begin:at])
        start, begin = begin, at
        if not _LONG <= size <= 120 or tokens.start[start] > plan.end:
            continue
        first = seen.setdefault(key, start)
        places = [plan.where(tokens.start[i]) for i in (first, start)]
        if first == start or places[0] == places[1] or told >= 20 or _quoted_title(plan, tokens.start[first]):
            continue
        told += 1
        span = Span(tokens.start[start], tokens.end[at - 1])
        yield Hit(
            f"{places[1]} và {places[0]}",
            cut(span.of(plan.flow), 200),
            "Câu này lặp lại nguyên văn ở hai mục: giao trùng việc hoặc chép thừa.",
            None,
            None,
            (Span(tokens.start[first], tokens.start[first] + len(span.of(plan.flow))), span),
        )


def _quoted_title(plan: Plan, offset: int) -> bool:
    """Return whether the place opens a heading or a citation, which are repeated on purpose."""
    before = plan.flow[offset : offset + 60].lower()
    return any(word in before for word in ("nghị quyết", "kế hoạch số", "chương trình số", "quyết định số", "căn cứ"))


@rule("cau-chu.chi-loai-van-ban", severity="low", title="Sản phẩm chỉ ghi loại văn bản")
def product_only_a_type(plan: Plan) -> Iterator[Hit]:
    """ "Kế hoạch", "Nghị quyết" as product: which one, of whom, cannot be checked off."""
    kinds = {line.lower() for line in listed("product_types.txt")}
    hits = [
        i
        for i, task in enumerate(plan.reading.tasks)
        if task.source == "annex" and (task.product or "").strip(" .;").lower() in kinds
    ]
    if len(hits) < 2:
        return
    names = Counter((plan.reading.tasks[i].product or "").strip(" .;") for i in hits)
    yield Hit(
        f"nhiệm vụ {', '.join(plan.task_number(i) or '(không số)' for i in hits)}, sản phẩm",
        " / ".join(names),
        f"{len(hits)} nhiệm vụ chỉ ghi loại văn bản: không rõ văn bản nào, của ai, nên không nghiệm thu được.",
        "Ghi tên văn bản và cấp ban hành.",
        plan.task_subject(hits[0]),
        tuple(plan.reading.tasks[i].span for i in hits[:30]),
    )


@rule("cau-chu.phoi-hop-chung", severity="low", title="Cơ quan phối hợp không nêu tên")
def supporters_unnamed(plan: Plan) -> Iterator[Hit]:
    """ "Các cơ quan có liên quan" alone: nobody knows that they are meant."""
    hits = [
        i
        for i, task in enumerate(plan.reading.tasks)
        if task.source == "annex"
        and task.coordinating
        and all(
            re.fullmatch(r"\W*(?:các\s+)?(?:cơ quan|đơn vị)(?:, đơn vị)?\s+(?:có\s+)?liên quan\W*", name, re.I)
            for name in task.coordinating
        )
    ]
    if hits:
        yield Hit(
            f"nhiệm vụ {', '.join(plan.task_number(i) or '(không số)' for i in hits)}, cơ quan phối hợp",
            plan.reading.tasks[hits[0]].coordinating[0],
            "Không nêu tên cơ quan nào: không cơ quan nào biết mình phải phối hợp.",
            None,
            plan.task_subject(hits[0]),
            tuple(plan.reading.tasks[i].span for i in hits[:30]),
        )


@rule(
    "cau-chu.ten-day-du-va-tat", severity="low", title="Một cơ quan vừa ghi tên đầy đủ vừa viết tắt trong một phụ lục"
)
def full_and_short_name(plan: Plan) -> Iterator[Hit]:
    """ "Sở Thông tin và Truyền thông" in one row, "Sở TT&TT" in the others."""
    rows = plan.reading.indicators
    forms: dict[str, dict[str, list[int]]] = {}
    for index, row in enumerate(rows):
        if row.source == "annex":
            for name in row.lead:
                printed = " ".join(name.split()).strip(" -")
                forms.setdefault(_initials(printed), {}).setdefault(printed, []).append(index)
    for names in forms.values():
        short = [name for name in names if _is_short(name)]
        full = [name for name in names if not _is_short(name) and len(name.split()) > 3]
        if not short or not full:
            continue
        usual = max(names, key=lambda name: len(names[name]))
        for name in (n for n in (*full, *short) if _is_short(n) != _is_short(usual)):
            yield Hit(
                "; ".join(plan.indicator_name(i) for i in names[name][:8]) + ", cơ quan chủ trì",
                name,
                f"Các dòng khác viết “{usual}”: cộng theo cơ quan sẽ tách làm hai.",
                usual,
                plan.indicator_subject(names[name][0]),
                tuple(rows[i].span for i in names[name][:8]),
            )


def _initials(name: str) -> str:
    head, _, rest = name.partition(" ")
    if _is_short(name):
        return f"{head} {re.sub(r'[^A-ZĐ]', '', rest)}"
    letters = "".join(word[0].upper() for word in WORD.findall(rest) if word != "và")
    return f"{head} {letters}"


def _is_short(name: str) -> bool:
    rest = name.partition(" ")[2]
    return bool(rest) and re.sub(r"[\W_]", "", rest).isupper()


RULES = (
    comma_for_full_stop,
    comma_inside_term,
    units_incomplete,
    sentence_repeated,
    product_only_a_type,
    supporters_unnamed,
    full_and_short_name,
)
