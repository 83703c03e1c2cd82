"""Who does something: the agencies named in a cell or clause, parted and brought to one key.

Names of agencies hold commas, dashes and "và" ("Sở Văn hóa, Thể thao và Du lịch"), and groups are
one agency though they look like a list ("Các sở, ban, ngành, đoàn thể tỉnh"). So a comma parts two
agencies only where a new name begins after it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ansinh.core.text.folding import fold_in_place
from ansinh.core.text.unicode import squeeze

_MAX_NAME = 2000
_WORD = re.compile(r"[^\W_]+")
# Where one agency can end and the next begin.
_HARD = re.compile(r"[;\n\r\v\f\u2028\u2029]|(?<=[^\W\d])\.(?=\s+\S)")
_SOFT = re.compile(
    r"\s*(?:,\s*(?:và|với|cùng)?|\s(?:và|cùng với|cùng|với|phối hợp với)\s|\s[-–—]\s|\s*/\s*|\s\+\s)\s*", re.IGNORECASE
)
_BULLET = re.compile(r"\s*(?:[-–—+•*●▪]+|[0-9]{1,2}[.)]|[a-zđ]\))?\s*")
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
_DASH = re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+")
_CLAUSE_END = re.compile(
    r"[\s,:;]*(?<!\w)(?:chịu trách nhiệm\s+)?(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|làm đầu mối|đầu mối)(?!\w).*$",
    re.IGNORECASE | re.DOTALL,
)
_LEADS = re.compile(
    r"(?<!\w)(?:(?:là|làm) )?(?:(?:cơ quan|đơn vị) )?(?:chủ trì|chủ động)(?!\w)[\s,]*(?:và |, )?(?:(?:tổ chức|tham mưu)[^,;]{0,40}[, ]*)?(?:phối hợp|cùng)(?: chặt chẽ)?(?: với| cùng(?: với)?)?(?!\w)",
    re.IGNORECASE,
)
# Offices whose name goes on with that of their body: "Văn phòng" / "UBND tỉnh".
_OFFICE = re.compile(
    r"(?:.*[,;]\s*)?(?:Văn phòng|VP|Thanh tra|Phòng|Ban|Hội|Trung tâm|Chi nhánh|Đài|Lãnh đạo|Giám đốc)", re.IGNORECASE
)
_EACH = re.compile(
    r"(?P<many>các|những)\s+(?P<head>sở|bộ|phòng|ban)\s*(?P<ngành>, (?:ban, )?ngành)?\s*:\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AgencyName:
    """The name of one agency as printed (completed where a list shares its head), and its place."""

    name: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """Return the key under which all spellings of the name meet."""
        return agency_key(self.name)


@dataclass(frozen=True, slots=True)
class _Words:
    """The general words, folded: the longest first where one begins like another."""

    heads: re.Pattern[str]
    head_tones: frozenset[str]
    not_heads: re.Pattern[str]
    group: re.Pattern[str]
    lone: re.Pattern[str]
    territory: re.Pattern[str]
    lead_in: re.Pattern[str]
    portfolios: re.Pattern[str]
    short: dict[str, str]


def _one_of(words: list[str], *, loose: bool = False) -> re.Pattern[str]:
    folded = sorted({fold_in_place(word) for word in words}, key=len, reverse=True)
    if loose:
        patterns = [_loosely(word) for word in folded]
    else:
        patterns = [re.escape(word).replace(r"\ ", r"\s+") for word in folded]
    return re.compile(rf"(?:{'|'.join(patterns)})(?![^\W_])")


def _loosely(name: str) -> str:
    """Return a pattern for a portfolio however its parts are joined: "A - B và C", "A-B & C", "A B C".

    A comma counts as a joint only where the name has one, lest "Tài chính, Kế hoạch" become one sở.
    """
    joint = r"[\s,&\-–]*(?:va\s+)?" if "," in name else r"[\s&\-–]*(?:va\s+)?"
    return joint.join(part for part in re.split(r"[\s,&\-]+(?:va\s+)?", name) if part)


def _tones(words: str) -> str:
    """Return the words in small letters with the tone of each at its end, so that "uỷ" and "ủy" are the same.

    Without tones "Sở" (an agency) and "Số" (a number), "Quỹ" and "Quý" could not be told apart.
    """
    out = []
    for word in unicodedata.normalize("NFD", words.lower()).split():
        bare = "".join(letter for letter in word if letter not in _TONE_MARKS)
        out.append(bare + "".join(letter for letter in word if letter in _TONE_MARKS))
    return " ".join(out)


@lru_cache(maxsize=1)
def _words() -> _Words:
    place = resources.files("ansinh.core.plandoc") / "data" / "agency_words.toml"
    data = tomllib.loads(place.read_text(encoding="utf-8"))
    return _Words(
        heads=_one_of(data["heads"]),
        head_tones=frozenset(_tones(word) for word in data["heads"]),
        not_heads=_one_of(data["not_heads"]),
        group=_one_of(data["group_nouns"]),
        lone=_one_of(data["lone_groups"]),
        territory=_one_of(data["territory_nouns"]),
        lead_in=re.compile(
            "|".join(
                rf"{re.escape(fold_in_place(word))}(?![^\W_])\s*"
                if word[-1] != ":"
                else rf"{re.escape(fold_in_place(word[:-1]))}\s*:\s*"
                for word in sorted(data["lead_in"], key=len, reverse=True)
            )
        ),
        portfolios=_one_of(data["portfolios"]["names"], loose=True),
        short={key: fold_in_place(value) for key, value in data["short"].items()},
    )


def split_agencies(text: str) -> tuple[AgencyName, ...]:
    """Return the agencies named in a cell or clause, in order, each once.

    ";" and line ends always part them; a comma, "và" or a dash only before the beginning of
    another name. A request around the name ("Đề nghị … chủ trì tổ chức thực hiện") is left off.
    Places are offsets into ``text``.
    """
    found: list[AgencyName] = []
    seen: set[str] = set()
    for start, end in _pieces(text):
        for name in _agencies_of(text, start, end):
            key = name.key
            if key and key not in seen:
                seen.add(key)
                found.append(name)
    return tuple(found)


def agency_names(text: str) -> tuple[str, ...]:
    """Return only the names of ``split_agencies``."""
    return tuple(agency.name for agency in split_agencies(text))


def split_roles(text: str) -> tuple[tuple[AgencyName, ...], tuple[AgencyName, ...]]:
    """Return who leads and who coordinates in "X chủ trì, phối hợp với Y"; without these words all lead."""
    said = _LEADS.search(text)
    if not said:
        return split_agencies(text), ()
    lead = split_agencies(text[: said.start()])
    rest = said.end()
    with_whom = tuple(AgencyName(a.name, a.start + rest, a.end + rest) for a in split_agencies(text[rest:]))
    return lead, with_whom


def looks_like_agency(text: str) -> bool:
    """Tell whether a cell begins with the name of an agency or of a group of agencies."""
    folded = fold_in_place(text[:80])
    at = _bullet_end(folded)
    at = _skip_lead_in(folded, at)
    if _begins(folded, text[:80], at):
        return True
    # A bare portfolio ("Nội vụ") names a sở; "Xây dựng kế hoạch" does not.
    portfolio = _words().portfolios.match(folded, at)
    return portfolio is not None and not folded[portfolio.end() :].lstrip()[:1].isalnum()


def agency_key(name: str) -> str:
    """Return the key under which "Sở LĐTB&XH", "Sở LĐTBXH" and the full name of that sở meet.

    The key is made of plain words without "và", "các" and punctuation; short forms are written out.
    """
    short = _words().short
    words = _WORD.findall(fold_in_place(name[:_MAX_NAME]))
    out: list[str] = []
    at = 0
    while at < len(words):
        step = 1
        if len(words[at]) <= 8:
            for take in range(min(6, len(words) - at), 0, -1):
                parts = [word for word in words[at : at + take] if word != "va"]
                written = (
                    short.get("".join(parts))
                    if parts and all(len(word) <= 8 for word in parts) and words[at + take - 1] != "va"
                    else None
                )
                # A short form is made of short parts: "ban" and "dt" are not read together.
                if written and (take == 1 or all(len(word) <= 4 for word in parts)):
                    out.extend(_WORD.findall(written))
                    step = take
                    break
            else:
                out.append(words[at])
        else:
            out.append(words[at])
        at += step
    return " ".join(word for word in out if word not in ("va", "cac", "nhung"))


def _pieces(text: str) -> list[tuple[int, int]]:
    pieces, start = [], 0
    depth, counted = 0, 0
    for cut in _HARD.finditer(text):
        depth += text.count("(", counted, cut.start()) - text.count(")", counted, cut.start())
        counted = cut.start()
        if depth > 0 and cut[0] == ";":
            continue
        if cut[0] == "\n" and not _new_line_begins(text, start, cut.start(), cut.end()):
            continue
        pieces.append((start, cut.start()))
        start, depth = cut.end(), 0
    pieces.append((start, len(text)))
    return pieces


def _new_line_begins(text: str, start: int, at: int, after: int) -> bool:
    """Tell whether a new line begins a new name, or goes on with one that was wrapped ("Sở Lao động -" …)."""
    before = text[max(start, at - 80) : at].strip()
    following = text[after : after + 80].lstrip()
    if not before or not following:
        return True
    if before.endswith((",", "-", "–", "&", "/", "(")) or re.search(r"(?<!\w)(?:và|với|cùng)$", before, re.IGNORECASE):
        return False
    if following[0] in "-–—+•*●▪" or re.match(r"[0-9]{1,2}[.)]\s", following):
        return True
    if _OFFICE.fullmatch(before):
        return False
    folded = fold_in_place(following)
    return _begins(folded, following, 0) and (following[0].isupper() or folded.startswith(("cac ", "nhung ")))


def _bullet_end(text: str) -> int:
    match = _BULLET.match(text)
    return match.end() if match else 0


def _skip_lead_in(folded: str, at: int) -> int:
    for _ in range(3):
        match = _words().lead_in.match(folded, at)
        if not match or match.end() >= len(folded):
            break
        at = match.end()
    return at


def _agencies_of(text: str, start: int, end: int) -> list[AgencyName]:
    """Part one piece (no ";" or line end inside) into agencies."""
    piece = text[start:end]
    if len(piece) > _MAX_NAME:
        return []
    folded = fold_in_place(piece)
    at = _skip_lead_in(folded, _bullet_end(piece))
    clause = _CLAUSE_END.search(piece, at)
    stop = clause.start() if clause and clause.start() > at else len(piece)
    each = _EACH.match(piece, at)
    shared = None
    if each and each["ngành"] is None:
        shared, at = each["head"].capitalize(), each.end()
    names: list[AgencyName] = []
    for low, high in _cuts(piece, folded, at, stop, shared is not None):
        name = _name(piece, folded, low, high, shared)
        if name is None:
            continue
        printed, low, high = name
        head = _shared_head(printed)
        if head:
            shared = head if shared is None or head != shared else shared
        names.append(AgencyName(printed, start + low, start + high))
    return names


def _shared_head(name: str) -> str | None:
    """Return "Sở" for "Sở Nội vụ": a portfolio that follows after a comma is a sở too."""
    match = re.match(r"(Sở|Bộ|Phòng)\s+", name)
    return match[1] if match and _words().portfolios.match(fold_in_place(name), match.end()) else None


def _name(piece: str, folded: str, low: int, high: int, shared: str | None) -> tuple[str, int, int] | None:
    while low < high and (piece[low].isspace() or piece[low] in ",:-–—+•*&"):
        low += 1
    while high > low and (piece[high - 1].isspace() or piece[high - 1] in ",:.;-–—…&"):
        high -= 1
    printed = _DASH.sub(" - ", squeeze(piece[low:high]))
    if not any(letter.isalpha() for letter in printed) or len(printed) < 2:
        return None
    printed = _once(printed)
    if shared and not _begins(folded, piece, low) and _words().portfolios.match(folded, low) and piece[low].isupper():
        printed = f"{shared} {printed}"
    return printed, low, high


def _once(name: str) -> str:
    """Return "Sở Y tế" for "Sở Y tế Sở Y tế": a cell that was filled twice names one agency."""
    middle = len(name) // 2
    if name[middle : middle + 1] == " " and fold_in_place(name[:middle]) == fold_in_place(name[middle + 1 :]):
        return name[:middle]
    return name


def _cuts(piece: str, folded: str, at: int, stop: int, listing: bool) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    begin = at
    if listing or (at < stop and _shared_at(folded, at)):
        listing = True
    for match in _separators(piece, at, stop):
        # A portfolio ("Văn hóa, Thể thao và Du lịch") is never cut inside.
        if match.start() <= begin or _inside_portfolio(folded, begin, match.start(), match.end()):
            continue
        if _inside_brackets(piece, begin, match.start()):
            continue
        after = _skip_lead_in(folded, match.end()) if match[0].strip() in (",", "") else match.end()
        if _parts(piece, folded, begin, match.start(), after, match[0], listing=listing):
            cuts.append((begin, match.start()))
            begin = after
            listing = listing or _shared_at(folded, begin)
    cuts.append((begin, stop))
    return cuts


def _separators(piece: str, at: int, stop: int) -> list[re.Match[str]]:
    found = list(_SOFT.finditer(piece, at, stop))
    # Two names whose line break was lost: "Sở Y tế Sở Nội vụ".
    found += [m for m in re.finditer(r"(?<=\w)\s+(?=(?:Sở|UBND|Ủy ban nhân dân)\s)", piece[:stop]) if m.start() >= at]
    return sorted(found, key=lambda match: (match.start(), -match.end()))


def _shared_at(folded: str, at: int) -> bool:
    match = re.compile(r"(?:so|bo|phong)\s+").match(folded, at)
    return bool(match and _words().portfolios.match(folded, match.end()))


def _inside_portfolio(folded: str, begin: int, low: int, high: int) -> bool:
    head = re.compile(r"(?:cac\s+)?(?:so|bo|phong|thanh tra so)\s+").match(folded, begin)
    match = _words().portfolios.match(folded, head.end() if head else begin)
    return bool(match and match.end() >= high > low)


def _inside_brackets(piece: str, begin: int, at: int) -> bool:
    return piece.count("(", begin, at) > piece.count(")", begin, at)


def _begins(folded: str, text: str, at: int) -> bool:
    """Tell whether the name of an agency begins at a place."""
    words = _words()
    if re.compile(r"(?:cac|nhung|toan the|mot so)\s+").match(folded, at):
        return True
    match = words.heads.match(folded, at)
    if match and (words.not_heads.match(folded, at) or _tones(text[at : match.end()]) not in words.head_tones):
        match = None
    if match and (text[at].isupper() or match.end() - at > 4):
        return True
    return bool(words.lone.match(folded, at)) and (at >= len(text) or not text[at].isupper() or bool(match))


def _parts(piece: str, folded: str, begin: int, low: int, after: int, mark: str, *, listing: bool) -> bool:
    """Tell whether a separator between ``low`` and ``after`` parts two agencies."""
    words = _words()
    before, before_folded = piece[begin:low], folded[begin:low]
    if after >= len(piece) or not before.strip():
        return False
    if not mark.strip():
        # No separator at all: only between two complete names.
        return (
            bool(re.match(r"(?:Sở|UBND|Ủy ban)\s+\S+", before))
            and before.strip() != piece[after : after + len(before)].strip()
            and not re.search(r"(?:Giám đốc|Lãnh đạo|Thanh tra|Văn phòng)$", before)
        )
    if listing and words.portfolios.match(folded, after) and piece[after].isupper():
        return True
    group = _group_end(before_folded)
    if group is not None:
        # Inside "các sở, ban, ngành" another bare noun goes on with the group.
        bare = group == len(before_folded.rstrip())
        noun = words.group.match(folded, after)
        if bare and noun and not _full_name(piece, folded, after):
            return False
    if not _begins(folded, piece, after):
        return False
    if re.match(r"(?:cac\s+)?(?:van phong|doan)\s", before_folded) and re.match(
        r"(?:hdnd|hoi dong nhan dan|ubnd|uy ban nhan dan)", folded[after : after + 20]
    ):
        # "Văn phòng HĐND và UBND": one office of two bodies, unless the first is complete.
        return bool(re.search(r"(?:tinh|huyen|xa|phuong|thanh pho|thi xa)$", before_folded))
    if re.search(r"mat tran|mttq", before_folded) and re.match(r"cac (?:to chuc|doan the)", folded[after : after + 20]):
        return False
    territory = re.match(r"(?:cac|cap)\s+", folded[after:])
    if territory and words.territory.match(folded, after + territory.end()):
        return not re.search(
            r"(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|phong|cong an|dang uy|chu tich|\bhuyen|\bxa)",
            before_folded,
        )
    return True


def _group_end(folded: str) -> int | None:
    """Return where the bare run of group nouns ends ("các sở, ban, ngành"), None where there is none."""
    words = _words()
    head = re.match(
        r"\s*(?:(?:thu truong|giam doc|lanh dao|nguoi dung dau|truong)\s+)?(?:cac|nhung|toan the)\s+", folded
    )
    at = head.end() if head else 0
    end = None
    while True:
        noun = words.group.match(folded, at)
        if not noun:
            return end
        end = noun.end()
        if not head and not words.lone.match(folded):
            return None
        gap = re.compile(r"\s*(?:,|/|-|–|va)\s*(?:va\s+)?(?:cac\s+)?").match(folded, end)
        if not gap:
            return end
        at = gap.end()


def _full_name(piece: str, folded: str, at: int) -> bool:
    """Tell "Sở Nội vụ" and "UBND các huyện" from the bare nouns "Sở", "ban" of a group."""
    match = _words().heads.match(folded, at)
    if not match:
        return False
    if match.end() - at >= 4 and match[0] in ("ubnd", "uy ban", "hdnd", "cong an"):
        return True
    following = piece[match.end() : match.end() + 2].strip()
    return piece[at].isupper() and following[:1].isupper()
