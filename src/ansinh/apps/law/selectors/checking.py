"""The work list: what of the law is not read in an official text, by instrument, and how far each has come in a province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from ansinh.apps.law.models import CheckState, LawCheck, OfficialText
from ansinh.apps.law.refusals import NotHere
from ansinh.apps.law.selectors.book import instrument_name
from ansinh.apps.law.subjects import Place, Subject, list_subjects

NOT_YET, STALE = "not_yet", "stale"
STATES: Mapping[str, str] = {
    NOT_YET: "Chưa đối chiếu",
    CheckState.WAITING.value: "Chờ người thứ hai",
    CheckState.DIFFERS.value: "Văn bản ghi khác",
    CheckState.REFUSED.value: "Bị từ chối",
    STALE: "Phần mềm đã đổi, đọc lại",
    CheckState.CONFIRMED.value: "Đã đối chiếu",
}
_BEFORE_OTHERS = (CheckState.CONFIRMED, CheckState.WAITING, CheckState.DIFFERS, CheckState.REFUSED)


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that has to be read, with its state here and the reading that counts for it, if any."""

    subject: Subject
    state: str
    check: LawCheck | None

    @property
    def state_word(self) -> str:
        """Return the state in words."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class InstrumentWork:
    """What has to be read in one instrument, and whether the province has its text."""

    number: str
    name: str
    has_text: bool
    works: tuple[Work, ...]

    @property
    def done(self) -> int:
        """Return how many are confirmed."""
        return sum(each.state == CheckState.CONFIRMED for each in self.works)


def list_work(*, province: str, state: str = "", kind: str = "") -> list[InstrumentWork]:
    """Return the work list of a province by instrument, the one with most to read first."""
    works = [work for work in all_work(province=province) if kind in ("", work.subject.kind)]
    texts = set(OfficialText.objects.filter(province_code=province, withdrawn_at=None).values_list("number", flat=True))
    grouped: dict[str, list[Work]] = {}
    for work in works:
        if state in ("", work.state):
            grouped.setdefault(work.subject.instruments[0], []).append(work)
    found = [
        InstrumentWork(number, instrument_name(number), number in texts, tuple(own)) for number, own in grouped.items()
    ]
    return sorted(found, key=lambda each: -len(each.works))


def count_states(*, province: str) -> dict[str, int]:
    """Return how many things are in each state."""
    counts = dict.fromkeys(STATES, 0)
    for work in all_work(province=province):
        counts[work.state] += 1
    return counts


def all_work(*, province: str) -> list[Work]:
    """Return everything that has to be read, in the order of the rulebook."""
    checks: dict[Place, list[LawCheck]] = {}
    rows = LawCheck.objects.filter(province_code=province).exclude(state=CheckState.WITHDRAWN)
    for row in rows.select_related("text", "proposed_by", "decided_by"):
        checks.setdefault((row.kind, row.key, row.applied_from, row.in_force_from), []).append(row)
    return [_work(each, checks.get(each.place, [])) for each in list_subjects()]


def _work(subject: Subject, rows: list[LawCheck]) -> Work:
    same = [row for row in rows if row.digest == subject.digest]
    for state in _BEFORE_OTHERS:
        found = next((row for row in same if row.state == state), None)
        if found is not None:
            return Work(subject, state.value, found)
    if rows:
        return Work(subject, STALE, rows[0])
    return Work(subject, NOT_YET, None)


def readings_of(subject: Subject, *, province: str) -> list[LawCheck]:
    """Return every reading of one thing in a province, the newest first, with those that were taken back."""
    kind, key, applied_from, in_force_from = subject.place
    rows = LawCheck.objects.filter(
        province_code=province, kind=kind, key=key, applied_from=applied_from, in_force_from=in_force_from
    )
    return list(rows.select_related("text", "proposed_by", "decided_by", "withdrawn_by"))


def texts_for(subject: Subject, *, province: str) -> list[OfficialText]:
    """Return the texts of a province in which a thing can be read."""
    return list(OfficialText.objects.filter(province_code=province, number__in=subject.instruments, withdrawn_at=None))


def list_texts(*, province: str) -> list[OfficialText]:
    """Return the official texts of a province."""
    return list(OfficialText.objects.filter(province_code=province, withdrawn_at=None).select_related("kept_by"))


def get_text(text_id: UUID | str, *, province: str) -> OfficialText:
    """Return one text of a province. Raises NotHere."""
    found = OfficialText.objects.filter(pk=text_id, province_code=province).first()
    if found is None:
        raise NotHere("Không có văn bản này ở tỉnh của bạn.")
    return found
