"""Rows of JSON Lines: only the text changes, everything else keeps every character."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import InputError
from cleaner.formats.jsonrow import parse_row
from cleaner.formats.record import Keys

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
texts = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        pytest.param('{"id":"a","text":"旧"}', '{"id":"a","text":"新"}', id="plain"),
        pytest.param('{ "n" : 1e5 , "text" : "旧" ,"m":1.0 }', '{ "n" : 1e5 , "text" : "新" ,"m":1.0 }', id="blanks"),
        pytest.param('{"n":123456789012345678901,"text":"旧"}', '{"n":123456789012345678901,"text":"新"}', id="big"),
        pytest.param('{"u":"\\u00e9\\/","text":"旧"}', '{"u":"\\u00e9\\/","text":"新"}', id="escapes elsewhere"),
        pytest.param('{"text":"\\u65e7","z":1}', '{"text":"\\u65b0","z":1}', id="escapes stay escapes"),
        pytest.param('{"a":{"text":"x"},"text":"旧"}', '{"a":{"text":"x"},"text":"新"}', id="the same key below"),
        pytest.param('{"a":"\\"text\\":\\"x\\"","text":"旧"}', '{"a":"\\"text\\":\\"x\\"","text":"新"}', id="a fake"),
    ],
)
def test_only_the_text_is_replaced(line: str, clean: str) -> None:
    assert parse_row(line, Keys()).with_texts(["新"]) == clean


@pytest.mark.parametrize(
    ("key", "line"),
    [
        pytest.param("body.text", '{"body":{"text":"旧","n":[1]},"text":"其他"}', id="below"),
        pytest.param("body.text", '{"body":{"text":"其他"},"body.text":"旧"}', id="a key with a dot goes first"),
        pytest.param("a.b.c", '{"a":{"b":{"c":"旧"}}}', id="deep"),
    ],
)
def test_dotted_keys(key: str, line: str) -> None:
    row = parse_row(line, Keys(key))
    assert row.text == "旧"
    assert row.with_texts(["新"]) == line.replace("旧", "新")


@pytest.mark.parametrize(
    ("line", "id"),
    [
        pytest.param('{"id":"a","text":""}', "a", id="text"),
        pytest.param('{"id":007,"text":""}', None, id="no number of JSON"),
        pytest.param('{"id":7,"text":""}', "7", id="number"),
        pytest.param('{"id":12345678901234567890123,"text":""}', "12345678901234567890123", id="big number"),
        pytest.param('{"id":null,"text":""}', "", id="null is none"),
        pytest.param('{"text":""}', "", id="missing"),
    ],
)
def test_ids(line: str, id: str | None) -> None:
    if id is None:
        with pytest.raises(InputError, match="column"):
            parse_row(line, Keys())
    else:
        assert parse_row(line, Keys()).id == id


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param("not json", "is no JSON, not an object", id="no JSON"),
        pytest.param('[{"text":"a"}]', "is a list, not an object", id="list"),
        pytest.param('"text"', "is a string, not an object", id="string"),
        pytest.param('{"text":"a"', "column 12: a comma or a closing brace is expected", id="cut short"),
        pytest.param('{"text":"a', "Unterminated string", id="cut inside the text"),
        pytest.param('{"text":"a"}{"text":"b"}', "column 13: more text after the object", id="two on a line"),
        pytest.param('{"text":"a",}', "a key in double quotes is expected", id="trailing comma"),
        pytest.param("{'text':'a'}", "a key in double quotes is expected", id="single quotes"),
        pytest.param('{"a":1}', "has no key 'text'", id="no text"),
        pytest.param('{"text":null}', "'text' is null, not a text", id="null"),
        pytest.param('{"text":5}', "'text' is a number, not a text", id="number"),
        pytest.param('{"text":["a"]}', "'text' is a list, not a text", id="nested"),
        pytest.param('{"text":"a\\ud800"}', "character 2 of 'text' is half of a surrogate pair", id="lone surrogate"),
        pytest.param('{"text":"a","n":NaN}', "NaN is no JSON", id="NaN"),
        pytest.param('{"text":"a","n":[-Infinity]}', "-Infinity is no JSON", id="infinity"),
        pytest.param('{"text":"a","text":"b"}', "key 'text' stands twice", id="two texts"),
        pytest.param('{"text":"a","m":{"k":1,"k":2}}', "key 'k' stands twice", id="a key twice below"),
        pytest.param('{"text":"a\tb"}', "Invalid control character", id="a raw tab"),
        pytest.param('{"a":' + "[" * 100_000 + "}", "nested too deep", id="nested without end"),
    ],
)
def test_bad_rows_are_told_apart(line: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_row(line, Keys())
    assert why in str(caught.value)


@given(st.dictionaries(st.text(), values, max_size=4), texts, texts, st.booleans(), st.booleans())
def test_any_row_comes_back(row: dict[str, object], text: str, clean: str, ascii: bool, attached: bool) -> None:
    """Values of all other keys, and the line itself once the first text is put back and the findings are taken out."""
    row = {**row, "text": text}
    row.pop("cleaner", None)
    line = json.dumps(row, ensure_ascii=ascii)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return
    parsed = parse_row(line, Keys())
    assert parsed.text == text
    new = parsed.with_texts([clean], '{"status":"clean"}' if attached else "")
    expected = {**row, "text": clean, **({"cleaner": {"status": "clean"}} if attached else {})}
    assert json.dumps(json.loads(new)) == json.dumps(expected)
    back = parse_row(new, Keys())
    if attached:
        back = parse_row(back.detached(), Keys())
    assert back.with_tokens([line[slice(*span)] for span in parsed.spans]) == line
