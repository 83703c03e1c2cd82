"""One word for one thing: labels use the terms of docs/glossary.csv, with their marks."""

from __future__ import annotations

import csv
import importlib
import inspect
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import ansinh.apps

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["vi", "en", "code", "kind", "definition_vi", "source", "not_to_confuse"]
with (ROOT / "docs" / "glossary.csv").open(encoding="utf-8", newline="") as file:
    READER = csv.DictReader(file)
    TERMS = list(READER)
BY_CODE = {row["code"]: row["vi"] for row in TERMS if row["code"]}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("ansinh.")]


def own_choices() -> Iterator[type[models.Choices]]:
    for module in pkgutil.walk_packages(ansinh.apps.__path__, "ansinh.apps."):
        if ".models" in module.name:
            for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if issubclass(found, models.Choices) and found.__module__ == module.name:
                    yield found


def labels() -> dict[str, str]:
    """Every printed name of the program's data: of tables, of their columns, of what may be chosen."""
    found = {}
    for model in own_models():
        found[model.__name__] = str(model._meta.verbose_name)
        for field in model._meta.get_fields():
            name = getattr(field, "verbose_name", None)
            if name and str(name) != field.name.replace("_", " "):
                found[f"{model.__name__}.{field.name}"] = str(name)
    for choices in own_choices():
        found |= {f"{choices.__name__}.{choice.name}": str(choice.label) for choice in choices}
    return found


def unmarked(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def test_the_glossary_has_its_columns_and_no_term_twice() -> None:
    assert READER.fieldnames == COLUMNS
    assert all(row["vi"] and row["en"] and row["kind"] and row["definition_vi"] for row in TERMS)
    assert {row["kind"] for row in TERMS} <= {"model", "field", "choice", "concept"}
    assert all(bool(row["code"]) == (row["kind"] != "concept") for row in TERMS)
    for column in ("vi", "code"):
        values = [row[column] for row in TERMS if row[column]]
        assert sorted(values) == sorted(set(values))


def test_every_code_of_the_glossary_is_in_the_program() -> None:
    known = {name for key in labels() for name in (key, key.rpartition(".")[2])}
    known |= {field.name for model in own_models() for field in model._meta.get_fields()}
    assert sorted(set(BY_CODE) - known) == []


def test_labels_use_the_term() -> None:
    wrong = []
    for key, label in labels().items():
        names = {key} if key.split(".")[0][0].isupper() and key in BY_CODE else {key.rpartition(".")[2]} & set(BY_CODE)
        wrong += [f"{key}: “{label}” không dùng “{BY_CODE[name]}”" for name in names if not uses(label, BY_CODE[name])]
    assert wrong == []


def uses(label: str, term: str) -> bool:
    return term.lower() in unicodedata.normalize("NFC", label).lower()


def test_every_label_is_in_vietnamese_letters_and_composed() -> None:
    for key, label in labels().items():
        assert unicodedata.is_normalized("NFC", label), key
        assert label.strip() == label, key


def test_no_label_spells_a_term_with_other_marks() -> None:
    wrong = []
    for key, label in labels().items():
        for row in TERMS:
            if " " not in row["vi"]:
                continue  # a single syllable without its marks is usually another word
            meant = re.search(rf"\b{re.escape(unmarked(row['vi']))}\b", unmarked(label))
            written = label.lower()
            others = [other.strip().lower() for other in row["not_to_confuse"].split(";")]
            if meant and row["vi"].lower() not in written and not any(other and other in written for other in others):
                wrong.append(f"{key}: “{label}”, có phải “{row['vi']}”?")
    assert wrong == []


@pytest.mark.parametrize(
    ("label", "term", "good"), [("Chỉ tiêu giao", "chỉ tiêu", True), ("chi tiêu", "chỉ tiêu", False)]
)
def test_marks_matter(label: str, term: str, good: bool) -> None:
    assert uses(label, term) is good
