"""Text typed with the fonts that came before Unicode: recognised and refused by name.

With .VnTime (TCVN3) or VNI-Times (VNI) a document looks right on paper, but its characters are
others: "Kế hoạch" is stored as "KÕ ho¹ch". Reading it letter by letter would give wrong names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ansinh.core.text import looks_like_tcvn3, looks_like_vni
from ansinh.files.errors import UnreadableFile

_TCVN3_FONT = re.compile(r"^\.?\.Vn|^\.VN", re.IGNORECASE)
_VNI_FONT = re.compile(r"^VNI[-_ ]|^VNI(?=[A-Z])")


def refuse_old_encoding(text: str, *, name: str) -> None:
    """Raise ``UnreadableFile`` when the text is Vietnamese typed with a TCVN3 or VNI font."""
    if looks_like_tcvn3(text):
        raise old_font(name, "TCVN3 (.VnTime)")
    if looks_like_vni(text):
        raise old_font(name, "VNI (VNI-Times)")


def refuse_old_fonts(used: Iterable[tuple[str, int]], *, name: str) -> None:
    """Raise ``UnreadableFile`` when most characters stand in an old font; ``used`` is (font, characters)."""
    total = tcvn3 = vni = 0
    for font, count in used:
        bare = font.split("+", 1)[-1]
        total += count
        tcvn3 += count * bool(_TCVN3_FONT.match(bare))
        vni += count * bool(_VNI_FONT.match(bare))
    if total and tcvn3 > 0.3 * total:
        raise old_font(name, "TCVN3 (.VnTime)")
    if total and vni > 0.3 * total:
        raise old_font(name, "VNI (VNI-Times)")


def old_font(name: str, encoding: str) -> UnreadableFile:
    """Return the refusal that names the old encoding."""
    return UnreadableFile(
        name=name,
        code="old_font",
        reason=f"gõ bằng phông chữ cũ {encoding}, chưa phải Unicode nên chưa đọc được",
        remedy="chuyển mã sang Unicode (ví dụ bằng UniKey, Ctrl+Shift+F6) rồi gửi lại",
    )
