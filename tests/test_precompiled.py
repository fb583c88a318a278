"""Patterns that were compiled beforehand are those that compiling makes, or are not used."""

import copyreg
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex

from postguard import precompiled
from postguard.precompiled import Key, Programs, Regex, installed_regex, written
from postguard.rulebook.library import rulebook
from postguard.rulebook.patterns import patterns_of

_TEXTS: tuple[Key, ...] = (
    (r"\bfree\b", True),
    (r"\bfree\b", False),
    (r"(?P<match>ab+)(?P<rest>c)?|(?i:[^x-y]+)\Z", False),
    (r"(?<!\w)(?:our|we|straße|наш)(?=\s\p{Lu})", True),
    (r"(?ix) a{2,} # twice or more", False),
    ("\ud800\U0001f600|\0", True),
    ("(?!)", True),
)


def _compiled(text: str, ignore_case: bool) -> "regex.Pattern[str]":
    return regex.compile(text, regex.IGNORECASE if ignore_case else 0)


def _taken_apart(pattern: "regex.Pattern[str]") -> Any:
    """All that a pattern is made of, as `pickle` sees it."""
    return copyreg.dispatch_table[type(pattern)](pattern)


def _programs(data: bytes) -> Programs:
    return Programs(io.BytesIO(data), installed_regex())


@pytest.fixture
def patterns() -> "dict[Key, regex.Pattern[str]]":
    return {key: _compiled(*key) for key in _TEXTS}


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The place of the wheel's file, where none is yet."""
    file = tmp_path / "patterns.bin"
    monkeypatch.setattr(precompiled, "_FILE", str(file))
    precompiled._shipped.cache_clear()
    yield file
    precompiled._shipped.cache_clear()


def test_a_pattern_comes_back_as_it_was_compiled(
    patterns: "dict[Key, regex.Pattern[str]]",
) -> None:
    programs = _programs(written(patterns))

    assert programs.count == len(_TEXTS)
    for (text, ignore_case), pattern in patterns.items():
        again = programs.pattern(text, ignore_case=ignore_case)
        assert again is not None
        assert _taken_apart(again) == _taken_apart(pattern)
        assert again.pattern == text


def test_what_it_finds_is_the_same() -> None:
    key = (r"(?P<match>guaranteed) (?P<what>\w+)", True)
    again = _programs(written({key: _compiled(*key)})).pattern(key[0], ignore_case=True)

    assert again is not None
    (found,) = again.finditer("Our Guaranteed returns.")
    assert (found.span(), found.groupdict()) == (
        (4, 22),
        {"match": "Guaranteed", "what": "returns"},
    )


def test_another_pattern_is_not_there(patterns: "dict[Key, regex.Pattern[str]]") -> None:
    programs = _programs(written(patterns))

    assert programs.pattern("(?!)", ignore_case=False) is None
    assert programs.pattern(r"\bfree", ignore_case=True) is None
    assert _programs(written({})).pattern("(?!)", ignore_case=True) is None


def test_a_pattern_with_a_named_list_is_left_to_be_compiled() -> None:
    listed = regex.compile(r"\L<words>", words=["a", "b"])
    assert _programs(written({(r"\L<words>", False): listed})).count == 0


@pytest.mark.slow
def test_patterns_of_the_built_in_rules_come_back_as_they_were(cache_folder: Path) -> None:
    keys = list(patterns_of(rulebook((), str(cache_folder))))[::9]
    patterns = {key: _compiled(*key) for key in keys}
    programs = _programs(written(patterns))

    assert len(keys) > 300
    for (text, ignore_case), pattern in patterns.items():
        again = programs.pattern(text, ignore_case=ignore_case)
        assert again is not None, text
        assert _taken_apart(again) == _taken_apart(pattern)


def test_a_damaged_file_gives_the_pattern_or_none() -> None:
    text, ignore_case = key = (r"(?P<match>ab+)c", True)
    pattern = _compiled(*key)
    data = written({key: pattern})

    for at in range(len(data)):
        damaged = data[:at] + bytes((data[at] ^ 0x05,)) + data[at + 1 :]
        try:
            again = _programs(damaged).pattern(text, ignore_case=ignore_case)
        except ValueError:
            continue
        assert again is None or _taken_apart(again) == _taken_apart(pattern)


def test_a_file_that_is_cut_short_is_refused() -> None:
    key = (r"(?P<match>ab+)c", True)
    data = written({key: _compiled(*key)})

    for length in range(len(data)):
        with pytest.raises(ValueError):  # noqa: PT011
            _programs(data[:length])


def test_a_file_made_for_another_release_is_refused(
    patterns: "dict[Key, regex.Pattern[str]]",
) -> None:
    other = Regex("regex 1.0 (7, 4)", regex.compile)
    with pytest.raises(ValueError, match=r"^made for regex 20.+, and this is regex 1\.0 \(7, 4\)$"):
        Programs(io.BytesIO(written(patterns)), other)


def test_the_wheels_patterns_are_used(
    shipped: Path,
    monkeypatch: pytest.MonkeyPatch,
    patterns: "dict[Key, regex.Pattern[str]]",
) -> None:
    shipped.write_bytes(written(patterns))
    assert precompiled.availability() == (len(_TEXTS), "")

    monkeypatch.delattr(regex, "compile")
    for text, ignore_case in _TEXTS:
        again = precompiled.compiled(text, ignore_case=ignore_case)
        assert _taken_apart(again) == _taken_apart(patterns[text, ignore_case])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "not installed from a wheel"),
        (b"regex 1.0 (7, 4)\n0 0\n", "made for regex 1.0 (7, 4), and this is STAMP"),
        (b"STAMP\n1 24\n", "the file with them is cut short"),
    ],
)
def test_without_them_the_text_is_compiled(
    shipped: Path, content: bytes | None, reason: str
) -> None:
    stamp = installed_regex().stamp
    if content is not None:
        shipped.write_bytes(content.replace(b"STAMP", stamp.encode()))

    assert precompiled.availability() == (0, reason.replace("STAMP", stamp))
    assert precompiled.compiled("a+b", ignore_case=True) is regex.compile("a+b", regex.IGNORECASE)
    with pytest.raises(regex.error):
        precompiled.compiled("(")


def test_a_program_that_is_refused_is_compiled_from_its_text(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[object] = []

    def refuse(text: str, *_: object) -> None:
        refused.append(text)
        raise RuntimeError("invalid RE code")

    key = (r"ab+c", False)
    shipped.write_bytes(written({key: _compiled(*key)}))
    monkeypatch.setattr(
        precompiled, "installed_regex", lambda: Regex(installed_regex().stamp, refuse)
    )

    assert precompiled.availability() == (1, "")
    found = precompiled.compiled("ab+c")
    assert refused == ["ab+c"]
    assert found.pattern == "ab+c"
    assert found.fullmatch("abbc") is not None
