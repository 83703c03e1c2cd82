"""The peer: social assistance and social pension as OpenFisca-core variables, run in an environment of its own.

``python openfisca_peer.py FOLDER`` reads the columns that ``bench.openfisca`` wrote (one file of 32-bit whole numbers a column), works both amounts out
for August 2026 and prints wall seconds, peak memory and the totals as JSON. It needs openfisca-core and numpy only. Everything is
known of everybody: OpenFisca has no "unknown". How many children somebody raises is given as a column, counted before.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026-08"
FIRST, LAST = np.datetime64("2026-08-01"), np.datetime64("2026-08-31")
Person = Entity("person", "persons", "", "")
Household = GroupEntity("household", "households", "", "", [{"key": "member", "plural": "members"}])
FLAGS = (
    "alive", "living_in_facility", "hiv", "received_k1_before_16", "stable_monthly_income", "has_carer_with_duty",
    "carer_on_monthly_assistance", "cannot_live_in_community", "facility_eligible_cared_in_community", "orphan", "learning", "single",
    "severe", "extra_severe",
)  # fmt: skip
AMOUNTS = ("pension_monthly_vnd", "social_insurance_monthly_vnd", "other_monthly_allowance_vnd", "children_raised")
NUMBERS = ("birth", *AMOUNTS)
OF_HOUSEHOLD = ("poor", "near_poor", "commune_special_difficult")


def given(name: str, kind: type, entity: Any) -> type[Variable]:
    """Return a variable that is read, not worked out."""
    return type(
        name, (Variable,), {"value_type": kind, "entity": entity, "definition_period": DateUnit.MONTH, "label": name}
    )


class birth(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "day of birth, days since 1970"


def aged(person: Any, period: Any, years: int, day: np.datetime64) -> Any:
    """Return who has reached an age on a day."""
    limit = np.datetime64(f"{int(str(day)[:4]) - years}{str(day)[4:]}")
    return person("birth", period) <= int(limit.astype("datetime64[D]").astype(int))


class sa_coefficient(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "coefficient of social assistance, in tenths"

    def formula(person, period, parameters):
        home = person.household
        poor = home("poor", period)
        poor_or_near = poor | home("near_poor", period)
        under16, is16 = ~aged(person, period, 16, FIRST), aged(person, period, 16, LAST)
        is4, under3 = aged(person, period, 4, LAST), ~aged(person, period, 3, FIRST)
        is60, is80 = aged(person, period, 60, LAST), aged(person, period, 80, LAST)
        hiv, alone = (
            person("hiv", period),
            ~person("has_carer_with_duty", period) | person("carer_on_monthly_assistance", period),
        )
        k1 = np.where(person("orphan", period) & under16, np.where(is4, 15, 25), 0)
        k2 = np.where(
            is16
            & ~aged(person, period, 22, FIRST)
            & person("received_k1_before_16", period)
            & person("learning", period),
            15,
            0,
        )
        k3 = np.where(under16 & poor & hiv, np.where(is4, 20, 25), 0)
        k4 = np.where(poor_or_near & person("single", period), person("children_raised", period) * 10, 0)
        old = is60 & poor & alone
        k5a = np.where(old, np.where(is80, 20, 15), 0)
        cared = person("cannot_live_in_community", period) & person("facility_eligible_cared_in_community", period)
        k5d = np.where(old & cared, 30, 0)
        young_or_old = ~is16 | is60
        k6 = np.where(
            person("extra_severe", period),
            np.where(young_or_old, 25, 20),
            np.where(person("severe", period), np.where(young_or_old, 20, 15), 0),
        )
        k7 = np.where(under3 & poor_or_near & home("commune_special_difficult", period), 15, 0)
        none = (
            ~person("stable_monthly_income", period)
            & (person("pension_monthly_vnd", period) == 0)
            & (person("social_insurance_monthly_vnd", period) == 0)
            & (person("other_monthly_allowance_vnd", period) == 0)
        )
        k8 = np.where(poor & hiv & none, 15, 0)
        highest = np.maximum.reduce([k5a, k5d, k6, k8])
        payable = person("alive", period) & ~person("living_in_facility", period)
        return np.where(payable, np.maximum.reduce([k4 + highest, k1, k2, k3, k7]), 0)


class sa_own(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "social assistance by its own rules"

    def formula(person, period, parameters):
        return person("sa_coefficient", period) * 54_000


class sp_own(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "social pension by its own rules"

    def formula(person, period, parameters):
        home = person.household
        poor_or_near = home("poor", period) | home("near_poor", period)
        old = aged(person, period, 75, LAST) | (aged(person, period, 70, LAST) & poor_or_near)
        got = person("pension_monthly_vnd", period) + person("social_insurance_monthly_vnd", period)
        return np.where(person("alive", period) & old, np.maximum(540_000 - got, 0), 0)


class sa_amount(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "social assistance"

    def formula(person, period, parameters):
        own = person("sa_own", period)
        return np.where(person("sp_own", period) > own, 0, own)


class sp_amount(Variable):
    value_type = int
    entity = Person
    definition_period = DateUnit.MONTH
    label = "social pension"

    def formula(person, period, parameters):
        assistance, own = person("sa_own", period), person("sp_own", period)
        return np.where((assistance > 0) & (assistance >= own), 0, own)


def system() -> TaxBenefitSystem:
    """Return the two programmes as a system of OpenFisca."""
    made = TaxBenefitSystem([Person, Household])
    made.add_variables(birth, sa_coefficient, sa_own, sp_own, sa_amount, sp_amount)
    made.add_variables(*(given(name, bool, Person) for name in FLAGS), *(given(name, int, Person) for name in AMOUNTS))
    made.add_variables(*(given(name, bool, Household) for name in OF_HOUSEHOLD))
    return made


def column(folder: Path, name: str) -> Any:
    """Return a column of the register."""
    return np.fromfile(folder / f"{name}.int32", dtype=np.int32)


def peak_mb() -> int:
    """Return the most memory this process has had: by its own map, since what getrusage says includes the parent before exec."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found[1]) // 1024 if found else 0


def main() -> None:
    folder = Path(sys.argv[1])
    made = system()
    start, cpu = time.perf_counter(), time.process_time()
    places = column(folder, "household")
    builder = SimulationBuilder()
    builder.create_entities(made)
    builder.declare_person_entity("person", range(len(places)))
    homes = builder.declare_entity("household", range(int(places.max()) + 1))
    builder.join_with_persons(homes, places, ["member"] * len(places))
    simulation = builder.build(made)
    for name in (*NUMBERS, *FLAGS, *OF_HOUSEHOLD):
        values = column(folder, name)
        simulation.set_input(name, PERIOD, values if name in NUMBERS else values.astype(bool))
    amounts = {name: simulation.calculate(name, PERIOD) for name in ("sa_amount", "sp_amount")}
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    totals = {name: [int((each > 0).sum()), int(each.astype(np.int64).sum())] for name, each in amounts.items()}
    peak = peak_mb()
    print(json.dumps({"wall_s": round(wall, 3), "cpu_s": round(cpu, 3), "peak_mb": peak, "totals": totals}))


if __name__ == "__main__":
    main()
