"""No sensitive character survives, and marks stay where they belong."""

from hypothesis import given
from hypothesis import strategies as st

from postguard.finding import Confidence, Finding, Severity
from postguard.redaction import MASK, merged, redact, with_excerpts
from postguard.span import LineIndex, Span


def _finding(text: str, span: Span, *, sensitive: bool, rule: str = "pack/rule") -> Finding:
    lines = LineIndex(text)
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        title="A title",
        message="A message" if sensitive else f"It says {text[span.start : span.end]}",
        uri="a.md",
        post="",
        span=span,
        start=lines.position(span.start),
        end=lines.position(span.end),
        match=None if sensitive else text[span.start : span.end],
        sensitive=sensitive,
    )


@st.composite
def _drafts(draw: st.DrawFn) -> tuple[str, list[Span], list[Span]]:
    """A text whose sensitive spans are of S and whose other characters are not."""
    length = draw(st.integers(1, 40))

    def spans(most: int) -> list[Span]:
        pairs = draw(
            st.lists(st.tuples(st.integers(0, length), st.integers(0, length)), max_size=most)
        )
        return [Span(*sorted(pair)) for pair in pairs if pair[0] != pair[1]]

    sensitive = spans(4)
    text = "".join(
        "S"
        if any(start <= at < end for start, end in sensitive)
        else draw(st.sampled_from("ab \n\r"))
        for at in range(length)
    )
    return text, sensitive, spans(3)


@given(_drafts())
def test_what_is_sensitive_is_gone_and_the_rest_is_there(
    draft: tuple[str, list[Span], list[Span]],
) -> None:
    text, sensitive, others = draft
    shown = redact(text, Span(0, len(text)), sensitive)
    assert "S" not in shown.text
    assert shown.text.replace(MASK, "") == text.replace("S", "")
    for span in (*sensitive, *others):
        place = shown.place(span)
        assert 0 <= place.start <= place.end <= len(shown.text)
        kept = text[span.start : span.end].replace("S", "")
        assert shown.text[place.start : place.end].replace(MASK, "") == kept


@given(_drafts())
def test_findings_tell_nothing(draft: tuple[str, list[Span], list[Span]]) -> None:
    text, sensitive, others = draft
    findings = [_finding(text, span, sensitive=True) for span in sensitive]
    findings += [_finding(text, span, sensitive=False) for span in others]
    for finding in with_excerpts(findings, text, merged(sensitive)):
        assert "S" not in repr(finding).replace("Severity", "").replace("Span", "")
        assert finding.excerpt is not None
        shown, mark = finding.excerpt.text, finding.excerpt.mark
        assert 0 <= mark.start <= mark.end <= len(shown)
        if finding.match is not None and "\n" not in finding.match and "\r" not in finding.match:
            assert shown[mark.start : mark.end] == finding.match


def test_every_secret_of_a_line_is_masked() -> None:
    text = "first\nkey AAA and BBB end\nlast"
    secrets = [Span(10, 13), Span(18, 21)]
    word = _finding(text, Span(22, 25), sensitive=False)
    shown = with_excerpts(
        [*(_finding(text, span, sensitive=True) for span in secrets), word], text, secrets
    )
    assert [item.excerpt for item in shown] == [
        (2, "key ••• and ••• end", Span(4, 7)),
        (2, "key ••• and ••• end", Span(12, 15)),
        (2, "key ••• and ••• end", Span(16, 19)),
    ]
    assert [item.match for item in shown] == [None, None, "end"]


def test_on_request_all_is_shown() -> None:
    text = "key AAA"
    (shown,) = with_excerpts([_finding(text, Span(4, 7), sensitive=True)], text, [], reveal=True)
    assert (shown.match, shown.excerpt) == ("AAA", (1, "key AAA", Span(4, 7)))


def test_what_overlaps_a_secret_is_not_said() -> None:
    text = "key AAA end"
    (_, other) = with_excerpts(
        [
            _finding(text, Span(4, 7), sensitive=True),
            _finding(text, Span(0, 11), sensitive=False),
        ],
        text,
        [Span(4, 7)],
    )
    assert (other.match, other.message, other.fix) == (None, "A title.", None)


def test_merging() -> None:
    spans = [Span(5, 6), Span(0, 2), Span(2, 3), Span(1, 2)]
    assert merged(spans) == [Span(0, 3), Span(5, 6)]
    assert merged([]) == []
