"""Nothing comes from another server, and what we ship is what its makers published."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.templatetags.static import static
from django.test import override_settings

import ansinh.site

SITE = Path(ansinh.site.__file__).parent
STATIC = SITE / "static"
VENDOR = STATIC / "vendor"
PACKAGE = SITE.parent


def test_every_vendored_file_has_the_recorded_hash_and_a_licence():
    listed = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
    for name, entry in listed.items():
        content = (VENDOR / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], name
        assert (VENDOR / name).with_name("LICENSE").is_file(), name
    shipped = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*.js")}
    assert shipped == set(listed)


def test_htmx_is_the_pinned_version():
    assert 'version:"2.0.10"' in (VENDOR / "htmx-2.0.10" / "htmx.min.js").read_text("utf-8")


def test_fonts_are_ours_to_give_away():
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text("utf-8")
    assert len(list((STATIC / "fonts").glob("*.woff2"))) == 11


def test_every_font_the_style_names_is_there():
    tokens = (STATIC / "css" / "tokens.css").read_text("utf-8")
    for name in re.findall(r"url\(([^)]+)\)", tokens):
        assert (STATIC / "css" / name).resolve().is_file(), name


def templates():
    return sorted(PACKAGE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("template", templates(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_template_holds_a_script_a_style_or_a_foreign_address(template):
    text = template.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(src|href)=[\"'](https?:)?//", text)


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda p: p.name)
def test_no_sheet_reaches_for_another_server(sheet):
    assert not re.search(r"url\(\s*['\"]?(https?:)?//|@import", sheet.read_text("utf-8"))


@pytest.mark.parametrize("module", sorted((STATIC / "js").glob("*.js")), ids=lambda p: p.name)
def test_our_modules_evaluate_nothing_and_write_no_html(module):
    text = module.read_text("utf-8")
    assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|document\.write", text)


def test_in_production_every_file_goes_out_under_a_name_of_its_content(tmp_path):
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        address = static("css/app.css")
        tokens = (tmp_path / Path(static("css/tokens.css")).relative_to("/static")).read_text("utf-8")
    assert re.fullmatch(r"/static/css/app\.[0-9a-f]{12}\.css", address)
    assert re.search(r"an-sinh-so-400\.[0-9a-f]{12}\.woff2", tokens)
