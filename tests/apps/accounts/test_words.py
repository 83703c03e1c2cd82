"""What the login library says on our pages is said in Vietnamese."""

from __future__ import annotations

import pytest

from ansinh.apps.accounts.adapter import AccountAdapter, MFAAdapter

# What its pages that we offer can answer; the others belong to sign-up, e-mail and telephone, which we do not have.
ANSWERS = (
    (AccountAdapter, ("account_inactive", "enter_current_password", "incorrect_password", "too_many_login_attempts")),
    (AccountAdapter, ("username_password_mismatch", "rate_limited", "incorrect_code")),
    (MFAAdapter, ("incorrect_code", "cannot_delete_authenticator", "cannot_generate_recovery_codes")),
)


@pytest.mark.parametrize(("adapter", "code"), [(adapter, code) for adapter, codes in ANSWERS for code in codes])
def test_an_answer_of_the_library_is_in_our_words(adapter: type, code: str) -> None:
    said = str(adapter.error_messages[code])  # type: ignore[attr-defined]
    assert not said.isascii()
    assert said.endswith(".")
