"""What is asked before data whose processing is restricted are opened."""

from __future__ import annotations

from django import forms

# Law 91/2025/QH15; law.md 7. The articles are known from secondary texts, as the page of requests says.
LAWFUL = (
    ("article_19", "Cơ quan nhà nước làm nhiệm vụ luật định, không cần đồng ý (Điều 19 Luật số 91/2025/QH15)"),
    ("article_4", "Chính người ấy đề nghị thực hiện quyền của mình (Điều 4 Luật số 91/2025/QH15)"),
)


class LawfulForm(forms.Form):
    """By which provision, and for what work, restricted data are opened."""

    basis = forms.ChoiceField(label="Căn cứ", choices=[("", "Chọn căn cứ"), *LAWFUL])
    reason = forms.CharField(
        label="Việc đang làm", min_length=10, max_length=200, help_text="Việc gì, hồ sơ nào; ít nhất 10 chữ."
    )

    def purpose(self) -> str:
        """Return what is written into the log of who looked."""
        return f"Đang hạn chế xử lý, mở theo: {dict(LAWFUL)[self.cleaned_data['basis']]}. {self.cleaned_data['reason']}"
