"""What a list gives as a file: values as the office reads them."""

from __future__ import annotations

import datetime as dt

from ansinh.apps.ui.export import _value


def test_a_moment_goes_out_in_the_time_of_our_clocks() -> None:
    written = _value(dt.datetime(2026, 11, 22, 20, 30, tzinfo=dt.UTC))

    assert isinstance(written, dt.datetime)
    assert written.replace(tzinfo=None) == dt.datetime(2026, 11, 23, 3, 30)  # noqa: DTZ001 - as the file keeps it
