"""Settings of single sites: what they change, for which pages, and that all others stay as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import SettingsError
from cleaner.pipeline import Cleaner, Settings, SiteSettings
from cleaner.text.document import Source

RULE = r"""id = "PU901"
name = "house-dash"
stage = "punctuation"
kind = "span"
action = "replace"
confidence = 0.9
why = "The site writes two tildes for a dash."
seen = ["made up"]
pattern = '''~~'''
replacement = "\u2014\u2014"
"""
PAGE = "春天~~花開\uff0c我們學會了開車\uff0c還去看過海邊的燈塔。\n"


def cleaner(**site: object) -> Cleaner:
    return Cleaner(Settings(sites=(SiteSettings("溪口", **site),)))  # type: ignore[arg-type]


def test_what_is_settled_for_a_site_holds_there_alone() -> None:
    keeping = cleaner(script="keep")
    assert "我們" in keeping.clean(PAGE, site="溪口").text
    assert "我们" in keeping.clean(PAGE, site="山门").text
    assert "我们" in keeping.clean(PAGE).text


def test_rules_of_a_site(tmp_path: Path) -> None:
    (tmp_path / "PU901-house-dash.toml").write_text(RULE, encoding="utf-8")
    own = cleaner(rules=(tmp_path,))
    assert "\u2014\u2014" in own.clean(PAGE, site="溪口").text
    assert "\u2014\u2014" not in own.clean(PAGE, site="山门").text
    assert "PU901" in own.rules  # reports know the rule by its name


def test_rules_left_out_and_edits_held_for_a_site() -> None:
    page = "会议要求,二零二六年修路.\n"
    assert "要求," in cleaner(ignore=("PU",)).clean(page, site="溪口").text
    careful = cleaner(apply_at=1.0)
    held = [entry for _, entry in careful.clean(page, site="溪口").edits if entry.status == "held"]
    assert held
    assert not [entry for _, entry in careful.clean(page, site="山门").edits if entry.status == "held"]


def test_paths_say_the_site_before_all_else() -> None:
    keeping = cleaner(paths=("dumps/a/*", "*.hant.txt"), script="keep")
    for path, kept in (("dumps/a/b/1.txt", True), ("x/1.hant.txt", True), ("dumps/b/1.txt", False)):
        text = keeping.clean_source(Source.of_text(PAGE), path=path, site="elsewhere").text
        assert ("我們" in text) == kept, path


def test_the_fingerprint_knows_the_settings_of_sites() -> None:
    settled: list[dict[str, object]] = [{}, {"script": "keep"}, {"ignore": ("PU",)}, {"paths": ("a/*",)}]
    prints = {cleaner(**site).fingerprint for site in settled}
    assert len(prints | {Cleaner().fingerprint}) == 5


def test_an_unknown_rule_is_refused_before_the_first_page() -> None:
    with pytest.raises(SettingsError, match="PU999: names no rule"):
        cleaner(ignore=("PU999",))
