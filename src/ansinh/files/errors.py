"""What a user is told when a file cannot be read."""

from __future__ import annotations


class UnreadableFile(Exception):
    """A file that cannot be read: one Vietnamese sentence with the file, the place in it and the remedy.

    ``reason`` completes "Tệp “x” …"; ``remedy`` completes "hãy …". ``code`` names the case for programs.
    """

    def __init__(self, *, name: str, code: str, reason: str, remedy: str) -> None:
        self.name = name
        self.code = code
        self.reason = reason
        self.remedy = remedy
        super().__init__(name, code, reason, remedy)

    def __str__(self) -> str:
        shown = " ".join(self.name.split()) or "(không tên)"
        return f"Tệp “{shown}” {self.reason}; hãy {self.remedy}."
