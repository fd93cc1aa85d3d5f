"""Settings files: which one is found, what it may say, how it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.config import KEYS, Config, find_config, load_config
from cleaner.errors import SettingsError
from cleaner.pipeline import SiteSettings


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config() == Config()
    assert load_config(folder=tmp_path) == Config()


def test_every_key_is_read(tmp_path: Path) -> None:
    file = written(
        tmp_path / "cleaner.toml",
        """
        stages = ["unicode", "layout"]
        select = ["UN"]
        ignore = ["UN001"]
        apply-at = 0.9
        script = "keep"
        manner = "full"
        infer = false
        rules = ["my-rules", "/elsewhere"]
        output = "out"
        jobs = 2
        engine = "ray"
        ray-address = "auto"
        time-limit = 60
        size-limit = 64
        glob = "*.text"
        encoding = "gbk"
        text-key = "content"
        id-key = "url"
        schema = "c4"
        attach = true
        output-format = "jsonl.gz"
        shard-size = 64
        lang = "zh"
        quiet = true
        decisions = "said.jsonl"
        site-key = "address"
        site = "example.com"
        """,
    )
    config = load_config(file)
    assert config == Config(
        ("unicode", "layout"), ("UN",), ("UN001",), 0.9, "keep", "full", False,
        (tmp_path / "my-rules", Path("/elsewhere")), tmp_path / "out", 2, "ray", "auto", 60, 64, "*.text", "gbk",
        "content", "url", "c4", True, "jsonl.gz", 64, "zh", True, tmp_path / "said.jsonl", "address", "example.com",
    )  # fmt: skip
    assert not config.sites
    settings = config.settings()
    assert (settings.stages, settings.apply_at, settings.infer) == (("unicode", "layout"), 0.9, False)
    assert (settings.options.script, settings.options.manner) == ("keep", "full")
    assert settings.rules == config.rules
    assert settings.decisions == config.decisions


def test_settings_of_single_sites(tmp_path: Path) -> None:
    file = written(
        tmp_path / "cleaner.toml",
        """
        [sites."www.Example.com"]
        paths = ["dumps/*"]
        rules = ["learned"]
        ignore = ["BP041"]
        apply-at = 0.9
        infer = false
        script = "keep"
        [sites."溪口"]
        """,
    )
    first = SiteSettings("example.com", ("dumps/*",), (tmp_path / "learned",), ("BP041",), 0.9, False, "keep")
    assert load_config(file).settings().sites == (first, SiteSettings("溪口"))


def test_the_nearest_file_wins(tmp_path: Path) -> None:
    outer = written(tmp_path / "cleaner.toml", "jobs = 2\n")
    written(tmp_path / "a/pyproject.toml", '[project]\nname = "none here"\n[tool.cleaners]\n# [tool.cleaner]\n')
    assert find_config(tmp_path / "a") == outer
    inner = written(tmp_path / "a/b/pyproject.toml", "[tool.cleaner]\njobs = 3\n")
    assert find_config(tmp_path / "a/b") == inner
    assert load_config(folder=tmp_path / "a/b").jobs == 3
    beside = written(tmp_path / "a/b/cleaner.toml", "jobs = 4\n")
    assert find_config(tmp_path / "a/b") == beside


def test_flags_go_before_the_file() -> None:
    config = Config(jobs=3, select=("PU",)).override({"jobs": 2, "select": None, "infer": False})
    assert (config.jobs, config.select, config.infer) == (2, ("PU",), False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("aply-at = 0.9", "aply-at: unknown setting; did you mean apply-at?", id="misspelt key"),
        pytest.param("apply_at = 0.9", "apply_at: unknown setting; did you mean apply-at?", id="underscore"),
        pytest.param("zzzz = 1", "zzzz: unknown setting; use one of stages, select", id="unknown key"),
        pytest.param('select = "PU"', "expected a list of strings, got 'PU'; write select = [\"...\"]", id="no list"),
        pytest.param("ignore = [1]", "ignore: expected a list of strings, got [1]", id="list of numbers"),
        pytest.param('jobs = "2"', "jobs: expected a whole number, got '2'; write jobs = 1", id="quoted number"),
        pytest.param("jobs = true", "jobs: expected a whole number, got True", id="bool for a number"),
        pytest.param("jobs = -1", "jobs: -1 is no number of workers; give 1 or more", id="no workers"),
        pytest.param("apply-at = 80", "apply-at: 80 is outside 0..1; give a share such as 0.8", id="per cent"),
        pytest.param("apply-at = 1979-05-27", "apply-at: expected a number", id="date for a number"),
        pytest.param("infer = 1", "infer: expected true or false, got 1; write infer = true", id="number for a bool"),
        pytest.param("glob = 1", 'glob: expected a string, got 1; write glob = "..."', id="number for a string"),
        pytest.param('script = "tw"', "script: 'tw' is unknown; use one of keep, simplified, t2s", id="unknown script"),
        pytest.param("sites = 1", "sites: expected a table for each site, got 1", id="sites is no table"),
        pytest.param(
            "[sites]\na = 1", 'sites."a": expected a table, got 1; write [sites."a"]', id="a site is no table"
        ),
        pytest.param(
            "[sites.a]\npath = []", 'sites."a".path: unknown setting; did you mean paths?', id="site: misspelt"
        ),
        pytest.param(
            "[sites.a]\njobs = 2", 'sites."a".jobs: unknown setting; use one of paths', id="site: not for one"
        ),
        pytest.param("[sites.a]\napply-at = 80", "apply-at: 80 is outside 0..1", id="site: per cent"),
        pytest.param('[sites.a]\npaths = "x"', "expected a list of strings, got 'x'", id="site: no list"),
        pytest.param('manner = "bold"', "manner: 'bold' is unknown; use auto, full, careful", id="unknown manner"),
        pytest.param("jobs = ", "Invalid value", id="not TOML"),
    ],
)
def test_refusals_name_file_key_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    file = written(tmp_path / "cleaner.toml", text)
    with pytest.raises(SettingsError) as refusal:
        load_config(file)
    assert str(refusal.value).startswith(f"{file}: ")
    assert message in str(refusal.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        load_config(tmp_path / "cleaner.toml")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_bytes('glob = "中"'.encode("gb18030"))
    with pytest.raises(SettingsError, match="byte 8 is not UTF-8; save the file as UTF-8"):
        load_config(tmp_path / "cleaner.toml")


def test_keys_are_written_with_hyphens() -> None:
    assert not [key for key in KEYS if "_" in key]
