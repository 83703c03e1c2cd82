"""Series over a change of units: what is known is added, what is unknown stays visible, the books balance."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.core.lineage import (
    Change,
    DatedUnit,
    Figure,
    Lineage,
    Rule,
    SharesTooLarge,
    State,
    UnitNotThere,
    convert,
    take_back,
)

BEFORE, REFORM, AFTER = date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 2)
LONG_AGO = date(2021, 1, 1)


def old(key: int, code: str) -> DatedUnit:
    return DatedUnit(key, code, f"Xã cũ {code}", LONG_AGO, REFORM)


def new(key: int, code: str) -> DatedUnit:
    return DatedUnit(key, code, f"Xã mới {code}", REFORM)


def small(share: Fraction | None = None) -> Lineage:
    """Two communes merged whole; a third split between the merged one and another; a fourth that goes on by itself."""
    units = [old(1, "A"), old(2, "B"), old(3, "C"), old(4, "D"), new(11, "N"), new(12, "P"), new(13, "D")]
    rest = None if share is None else 1 - share
    changes = [
        Change(1, 11, Fraction(1)), Change(2, 11, Fraction(1)),
        Change(3, 11, share), Change(3, 12, rest), Change(4, 13, Fraction(1)),
    ]  # fmt: skip
    return Lineage(units, changes)


def figures(**values: int) -> dict[str, Figure]:
    return {code: Figure(Fraction(value)) for code, value in values.items()}


SERIES = figures(A=100, B=50, C=30, D=7)


def test_whole_communes_are_added() -> None:
    done = convert(SERIES, small().links(BEFORE, AFTER), Rule.SUM)
    rows = {row.code: row for row in done.rows}
    assert rows["N"].value == 150
    assert [part.source for part in rows["N"].parts] == ["A", "B"]


def test_an_unknown_share_stays_visible_under_the_old_name_with_its_candidates() -> None:
    done = convert(SERIES, small().links(BEFORE, AFTER), Rule.SUM)
    (rest,) = done.unallocated
    assert (rest.source, rest.value, rest.candidates) == ("C", 30, ("N", "P"))
    rows = {row.code: row for row in done.rows}
    assert (rows["N"].state, rows["N"].waiting) == (State.INCOMPLETE, ("C",))
    assert rows["P"].value is None, "nothing is known of it, and nothing is not zero"
    assert rows["D"].state is State.COMPLETE
    assert done.balances


def test_a_known_share_divides_exactly() -> None:
    done = convert(SERIES, small(Fraction(1, 3)).links(BEFORE, AFTER), Rule.SUM)
    rows = {row.code: row for row in done.rows}
    assert (rows["N"].value, rows["P"].value) == (160, 20)
    assert done.unallocated == ()
    assert done.total_after.value == done.total_before.value == 187


def test_shares_that_are_known_in_part_leave_the_rest_open_to_the_other_candidate() -> None:
    units = [old(1, "C"), new(11, "N"), new(12, "P")]
    lineage = Lineage(units, [Change(1, 11, Fraction(1, 4)), Change(1, 12, None)])
    done = convert(figures(C=80), lineage.links(BEFORE, AFTER), Rule.SUM)
    (rest,) = done.unallocated
    assert (rest.value, rest.candidates) == (60, ("P",))
    assert done.balances


def test_a_ratio_is_made_anew_and_never_averaged() -> None:
    series = {"A": Figure(Fraction(50), Fraction(100)), "B": Figure(Fraction(10), Fraction(300))}
    series |= {"C": Figure(Fraction(0), Fraction(10)), "D": Figure(Fraction(1), Fraction(2))}
    done = convert(series, small(Fraction(1) / 2).links(BEFORE, AFTER), Rule.RECOMPUTE)
    rows = {row.code: row for row in done.rows}
    assert rows["N"].ratio == Fraction(60, 405)
    assert rows["D"].ratio == Fraction(1, 2)


def test_a_ratio_with_a_missing_part_is_unknown() -> None:
    series = {code: Figure(Fraction(1), Fraction(2)) for code in "ABCD"}
    done = convert(series, small().links(BEFORE, AFTER), Rule.RECOMPUTE)
    rows = {row.code: row for row in done.rows}
    assert (rows["N"].ratio, rows["N"].value) == (None, 2)
    assert done.balances


def test_a_ratio_over_nothing_is_unknown() -> None:
    series = {code: Figure(Fraction(0), Fraction(0)) for code in "ABCD"}
    done = convert(series, small(Fraction(1, 2)).links(BEFORE, AFTER), Rule.RECOMPUTE)
    assert all(row.ratio is None for row in done.rows)


def test_what_is_not_comparable_is_kept_only_where_one_became_one() -> None:
    done = convert(SERIES, small(Fraction(1, 2)).links(BEFORE, AFTER), Rule.NOT_COMPARABLE)
    rows = {row.code: row for row in done.rows}
    assert rows["D"].value == 7
    assert rows["N"].state is rows["P"].state is State.NOT_COMPARABLE
    assert done.left_out == ("A", "B", "C")
    assert done.balances


def test_a_commune_that_reported_nothing_is_named() -> None:
    done = convert(figures(A=1, C=1, D=1), small(Fraction(1, 2)).links(BEFORE, AFTER), Rule.SUM)
    row = next(row for row in done.rows if row.code == "N")
    assert (row.silent, row.state) == (("B",), State.INCOMPLETE)


def test_a_code_nobody_has_is_refused() -> None:
    with pytest.raises(UnitNotThere, match="99999"):
        convert(figures(**{"99999": 1}), small().links(BEFORE, AFTER), Rule.SUM)


def test_parts_may_not_be_more_than_the_whole() -> None:
    with pytest.raises(SharesTooLarge, match="quá 1"):
        Lineage([old(1, "C"), new(2, "N"), new(3, "P")], [Change(1, 2, Fraction(3, 4)), Change(1, 3, Fraction(1, 2))])


def test_back_to_the_old_units_where_one_came_from_one() -> None:
    there = small(Fraction(1, 2)).links(BEFORE, AFTER)
    assert [link.to.code for link in there["D"]] == ["D"]
    done = convert(figures(N=150, P=15, D=7), small(Fraction(1, 2)).links(AFTER, BEFORE), Rule.SUM)
    rows = {row.code: row for row in done.rows}
    assert rows["D"].value == 7
    assert rows["C"].value == 15, "the unit made of one old unit alone goes back to it"
    (rest,) = done.unallocated
    assert (rest.source, rest.candidates) == ("N", ("A", "B", "C"))
    assert done.balances


def test_a_unit_that_goes_on_through_two_reforms_multiplies_its_shares() -> None:
    later, last = date(2026, 4, 30), date(2026, 5, 1)
    units = [old(1, "C"), DatedUnit(2, "N", "N", REFORM, later), new(3, "P"), DatedUnit(4, "N", "N", later)]
    lineage = Lineage(units, [Change(1, 2, Fraction(1, 4)), Change(1, 3, Fraction(3, 4)), Change(2, 4, Fraction(1))])
    assert {link.to.key: link.share for link in lineage.links(BEFORE, last)["C"]} == {
        4: Fraction(1, 4),
        3: Fraction(3, 4),
    }


# Any lineage

values = st.fractions(min_value=-1000, max_value=10**9, max_denominator=1000)


@st.composite
def lineages(draw: st.DrawFn, *, known: bool) -> tuple[Lineage, list[str]]:
    olds = draw(st.integers(1, 8))
    news = draw(st.integers(1, 6))
    units = [old(key, f"O{key}") for key in range(olds)] + [new(100 + key, f"N{key}") for key in range(news)]
    changes = []
    for key in range(olds):
        goals = draw(st.lists(st.integers(0, news - 1), min_size=1, max_size=news, unique=True))
        weights = [draw(st.integers(1, 50)) for _ in goals]
        shares: list[Fraction | None] = [Fraction(weight, sum(weights)) for weight in weights]
        if not known and len(goals) > 1:
            shares = [draw(st.sampled_from([share, None])) for share in shares]
        changes += [Change(key, 100 + goal, share) for goal, share in zip(goals, shares, strict=True)]
    return Lineage(units, changes), [f"O{key}" for key in range(olds)]


@given(st.data())
def test_totals_agree_when_every_share_is_known(data: st.DataObject) -> None:
    lineage, codes = data.draw(lineages(known=True))
    series = {code: Figure(data.draw(values)) for code in codes}
    done = convert(series, lineage.links(BEFORE, AFTER), Rule.SUM)
    assert done.unallocated == ()
    assert done.total_after.value == done.total_before.value


@given(st.data())
def test_the_books_balance_whatever_is_unknown(data: st.DataObject) -> None:
    lineage, codes = data.draw(lineages(known=False))
    ratio = data.draw(st.booleans())
    series = {code: Figure(data.draw(values), data.draw(values) if ratio else None) for code in codes}
    done = convert(series, lineage.links(BEFORE, AFTER), Rule.RECOMPUTE if ratio else Rule.SUM)
    assert done.balances


@given(st.data())
def test_there_and_back_is_what_was_reported(data: st.DataObject) -> None:
    lineage, codes = data.draw(lineages(known=False))
    series = {code: Figure(data.draw(values)) for code in codes}
    assert take_back(convert(series, lineage.links(BEFORE, AFTER), Rule.SUM)) == series


@given(st.permutations(range(6)), st.lists(values, min_size=6, max_size=6))
def test_units_that_were_only_renamed_come_back_by_the_lineage_itself(
    order: list[int], amounts: list[Fraction]
) -> None:
    units = [old(key, f"O{key}") for key in range(6)] + [new(100 + key, f"N{key}") for key in range(6)]
    lineage = Lineage(units, [Change(key, 100 + goal, Fraction(1)) for key, goal in enumerate(order)])
    series = {f"O{key}": Figure(amount) for key, amount in enumerate(amounts)}
    there = convert(series, lineage.links(BEFORE, AFTER), Rule.SUM)
    carried = {row.code: Figure(row.value) for row in there.rows if row.value is not None}
    back = convert(carried, lineage.links(AFTER, BEFORE), Rule.SUM)
    assert {row.code: Figure(row.value) for row in back.rows if row.value is not None} == series
