"""The core of the adapters: the same as a run, small to pickle, and no text stops a job."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from itertools import repeat

import pytest
from adapter_contract import ROWS, cleaned, without_reason

from cleaner.adapters.texts import Texts
from cleaner.errors import SettingsError
from cleaner.pipeline import Cleaner, Incoming, Settings
from cleaner.text.document import Document


def test_texts_and_findings_are_those_of_a_run() -> None:
    texts = Texts()
    for row in ROWS:
        one = texts.clean(row["text"], row["id"], row["url"])
        assert (one.text, without_reason(one.findings())) == cleaned()[row["id"]], row


@pytest.mark.parametrize(
    ("text", "stays", "reason"),
    [
        pytest.param(None, None, "is null, not a text", id="null"),
        pytest.param(3, None, "is of type int, not a text", id="a number"),
        pytest.param(["甲"], None, "is of type list, not a text", id="a list"),
        pytest.param("甲\ud800", "甲\ud800", "character 2 of 'text' is half of a surrogate pair", id="half a pair"),
    ],
)
def test_what_is_no_text_stays_and_says_why(text: object, stays: str | None, reason: str) -> None:
    one = Texts().clean(text)
    assert (one.text, one.document.verdicts["status"]) == (stays, "rejected")
    assert json.loads(one.findings())["reason"].startswith(reason)
    assert list(json.loads(one.findings())) == list(json.loads(Texts().clean("好。").findings()))


def test_a_fault_in_a_text_leaves_it_as_it_came_and_cleans_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    together = Cleaner.clean_all

    def broken(cleaner: Cleaner, incoming: Sequence[Incoming]) -> list[Document]:
        if any("山上" in one.source.text for one in incoming):
            raise ZeroDivisionError("so")
        return together(cleaner, incoming)

    monkeypatch.setattr(Cleaner, "clean_all", broken)
    found = Texts().clean_all(["河边,好了", "山上,坏了", None, "海边,好了"], ["1", "2", "3", "4"], repeat(""))
    assert [one.text for one in found] == ["河边\uff0c好了\n", "山上,坏了", None, "海边\uff0c好了\n"]
    assert [one.document.id for one in found] == ["1", "2", "3", "4"]
    assert [one.document.verdicts["status"] for one in found] == ["cleaned", "rejected", "rejected", "cleaned"]
    assert "ZeroDivisionError" in found[1].reason


def test_a_pickle_is_small_and_does_the_same() -> None:
    texts = Texts(Settings(ignore=("boilerplate",)))
    raw = pickle.dumps(texts)
    assert len(raw) < 2000
    again = pickle.loads(raw)
    assert again == texts
    assert again.clean("返回首页,好").text == texts.clean("返回首页,好").text == "返回首页\uff0c好\n"


def test_the_fingerprint_says_what_decides_the_output() -> None:
    assert Texts().fingerprint == Texts(Settings()).fingerprint == Cleaner().fingerprint
    assert Texts(Settings(ignore=("PU001",))).fingerprint != Texts().fingerprint


def test_other_rules_on_a_worker_are_an_error() -> None:
    with pytest.raises(SettingsError, match="other rules"):
        Texts(Settings(), "0" * 64).clean("好。")


def test_wrong_settings_are_said_before_the_job() -> None:
    with pytest.raises(SettingsError, match="nonsense"):
        Texts(Settings(stages=("nonsense",)))


def test_edits_are_those_of_the_ledger() -> None:
    texts = Texts()
    edits = json.loads(texts.edits(texts.clean("河边,好了。\n")))
    assert [(edit["before"], edit["after"], edit["at"]) for edit in edits] == [(",", "\uff0c", [2])]
    assert json.loads(texts.edits(texts.clean(None))) == []
