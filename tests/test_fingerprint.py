"""Fingerprints outlive moved lines, tell matches apart, and hold nothing of a secret."""

from hypothesis import given
from hypothesis import strategies as st

from postguard.fingerprint import with_fingerprints
from postguard.span import Span
from tests.test_redaction import _finding


def _prints(text: str, *marked: tuple[str, bool], path: str = "a.md") -> list[str]:
    """The fingerprints of findings at the first places of some words; True: sensitive."""
    findings = []
    for words, sensitive in marked:
        start = text.index(words)
        findings.append(_finding(text, Span(start, start + len(words)), sensitive=sensitive))
    secrets = [item.span for item in findings if item.sensitive]
    findings.sort(key=lambda item: item.span)
    return [item.fingerprint for item in with_fingerprints(findings, text, path, secrets)]


_TEXT = "Now we sell very free beer in town.\n"


def test_it_is_stable_where_nothing_near_changed() -> None:
    (first,) = _prints(_TEXT, ("free", False))
    assert len(first) == 32
    for text in (
        "New line.\n\n" + _TEXT,
        _TEXT + "More.\n",
        _TEXT.replace("\n", "\r\n"),
        _TEXT.replace(" ", "  "),
        _TEXT.upper().replace("FREE", "free"),
    ):
        assert _prints(text, ("free", False)) == [first]


def test_it_differs_where_it_should() -> None:
    prints = [
        *_prints(_TEXT, ("free", False)),
        *_prints(_TEXT, ("beer", False)),
        *_prints(_TEXT, ("free", False), path="b.md"),
        *_prints(_TEXT.replace("free", "cheap"), ("cheap", False)),
        *_prints(_TEXT.replace("very", "so"), ("free", False)),
        *_prints(_TEXT, ("free", True)),
    ]
    assert len(set(prints)) == len(prints)


def test_equals_are_told_apart_by_order() -> None:
    text = _TEXT * 2
    spans = [Span(start, start + 4) for start in (17, 17 + len(_TEXT))]
    findings = [_finding(text, span, sensitive=False) for span in spans]
    first, second = (item.fingerprint for item in with_fingerprints(findings, text, "a.md", []))
    assert first != second
    assert [first] == _prints(_TEXT, ("free", False))


_SECRET = st.text(st.sampled_from("XYZ0123456789 \n-"), min_size=1, max_size=60).filter(
    lambda text: text == text.strip()
)


@given(_SECRET, _SECRET)
def test_another_secret_changes_nothing(one: str, other: str) -> None:
    """Neither its own fingerprint, nor that of a word before, behind or around it."""

    def prints(secret: str) -> list[str]:
        text = f"Some words first call <{secret}> or write to us and so on for long.\n"
        return _prints(
            text,
            (f"<{secret}>", True),
            ("call", False),
            ("write", False),
            (f"call <{secret}> or", False),
        )

    assert prints(one) == prints(other)


def test_with_a_key_another_secret_is_another_finding() -> None:
    def keyed(name: str, secret: bytes | None) -> str:
        text = f"Call {name} today.\n"
        span = Span(5, 5 + len(name))
        finding = _finding(text, span, sensitive=True)
        (marked,) = with_fingerprints([finding], text, "a.md", [span], lambda _: secret)
        return marked.fingerprint

    assert keyed("0900 123", None) == keyed("0900 456", None)
    one, other = b"1" * 32, b"2" * 32
    prints = {keyed(name, key) for name in ("0900 123", "0900 456") for key in (one, other, None)}
    assert len(prints) == 5
    assert keyed("0900 123", one) == keyed("0900  123", one)
