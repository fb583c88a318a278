"""Confidential terms in a document: from a list to findings."""

from datetime import date
from pathlib import Path

import pytest

from postguard.budget import Clock, Limits, OutOfTimeError
from postguard.confidential.keys import KeyRing
from postguard.confidential_check import ConfidentialTerms, TermsChecked, Ticking
from postguard.document import Document
from postguard.finding import Confidence, Finding, Severity
from postguard.findings import MOST
from postguard.profile import Profile
from postguard.readers import decode, read
from postguard.span import Span
from postguard.term_rules import read_terms

LIST = """\
title: Clients and Deals
contact: legal@example.com
terms:
  - {term: Zorvane Quill, owner: m-and-a@example.com, label: deal 7, until: 2027-03-01}
  - {term: Green Harbour, audiences: [board, staff], severity: warning}
  - {together: [Larkspur Foods, takeover]}
  - {term: Brackenthwaite, fuzzy: 1}
"""
TODAY = Profile(today=date(2026, 6, 1))


def terms(folder: Path, profile: Profile = TODAY, **severity: str) -> ConfidentialTerms:
    path = folder / "deals.yaml"
    path.write_text(LIST)
    return ConfidentialTerms(read_terms([str(path)]), KeyRing(), profile, severity=severity)


def draft(text: str, name: str = "post.md") -> Document:
    return read(decode(name, text.encode()))


def words(text: str, checked: TermsChecked) -> list[str]:
    return [text[item.span.start : item.span.end] for item in checked.findings]


def test_a_finding_says_everything_but_the_term(tmp_path: Path) -> None:
    text = "We met Zorvane Quill.\n"
    (found,) = terms(tmp_path).check(draft(text)).findings
    assert (found.rule, found.title) == ("confidential/clients-and-deals", "Confidential term")
    assert found.message == "This is on the confidential list “Clients and Deals”: deal 7."
    assert found.remedy == "Take it out, or ask legal@example.com to release it."
    assert (found.owner, found.severity) == ("m-and-a@example.com", Severity.ERROR)
    assert (found.match, found.sensitive, found.confidence) == (None, True, Confidence.HIGH)
    assert text[found.span.start : found.span.end] == "Zorvane Quill"
    assert (found.start.line, found.start.column) == (1, 8)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("We met Zor**vane** Quill.\n", "a.md", ["Zor**vane** Quill"]),
        ("See [it](https://example.com/zorvane-quill).\n", "a.md", ["zorvane-quill"]),
        ("<!-- ZorvaneQuill -->\n\n#ZorvaneQuill\n", "a.md", ["ZorvaneQuill", "ZorvaneQuill"]),
        ("<p title='Zorvane&nbsp;Quill'>Hi</p>", "a.html", ["Zorvane&nbsp;Quill"]),
        ("message\nMeet Zorvane Quill\n", "a.csv", ["Zorvane Quill"]),
        ("---\ntitle: Zorvane Quill\n---\nHello.\n", "a.md", ["Zorvane Quill"]),
    ],
)
def test_each_place_is_told_once(text: str, name: str, expected: list[str], tmp_path: Path) -> None:
    checked = terms(tmp_path).check(draft(text, name))
    assert [word.lstrip("#") for word in words(text, checked)] == expected


def test_the_day_of_the_post_decides(tmp_path: Path) -> None:
    both = "date,message\n2027-02-28,Zorvane Quill\n2027-03-01,Zorvane Quill\n"
    checked = terms(tmp_path).check(draft(both, "a.csv"))
    assert [item.post for item in checked.findings] == ["row 2"]
    late = terms(tmp_path, Profile(today=date(2027, 3, 1)))
    assert not late.check(draft("Zorvane Quill")).findings


def test_the_audience_of_the_post_decides(tmp_path: Path) -> None:
    def found(front: str, profile: Profile = TODAY) -> list[Finding]:
        text = f"---\n{front}\n---\nGreen Harbour it is.\n"
        return list(terms(tmp_path, profile).check(draft(text)).findings)

    assert [item.severity for item in found("title: Hi")] == [Severity.WARNING]
    assert not found("audience: Board")
    assert not found("postguard: {audience: [board, staff]}")
    assert len(found("audience: [board, press]")) == 1
    assert not found("title: Hi", TODAY._replace(audience=("staff",)))


def test_what_counts_only_together_and_what_is_misspelt(tmp_path: Path) -> None:
    text = "A takeover of Larkspur Foods? No: Brackenthwate.\n"
    together, misspelt = terms(tmp_path).check(draft(text)).findings
    assert together.message == (
        "This is on the confidential list “Clients and Deals”, together with what stands near it."
    )
    assert [text[span.start : span.end] for span, _ in together.related] == ["takeover"]
    assert misspelt.message == "This is on the confidential list “Clients and Deals”, misspelt."
    assert misspelt.confidence is Confidence.MEDIUM


def test_configured_severities_replace_those_of_the_entries(tmp_path: Path) -> None:
    checked = terms(tmp_path, confidential="note").check(draft("Green Harbour, Zorvane Quill"))
    assert {item.severity for item in checked.findings} == {Severity.NOTE}


def test_beyond_the_cap_terms_are_counted_and_masked(tmp_path: Path) -> None:
    checked = terms(tmp_path).check(draft("Zorvane Quill\n" * 10_050, "a.txt"))
    assert len(checked.findings) == 10_000
    assert checked.truncated == {"error": 50}
    assert len(checked.sensitive) == 10_050


def test_lists_of_one_name_are_two_rules(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "My List.csv").write_text("term\nZorvane Quill\n")
    paths = [str(tmp_path / folder / "My List.csv") for folder in "ab"]
    lists = read_terms(paths, {"confidential/my-list"})
    assert [item.rule.id for item in lists.lists] == [
        "confidential/my-list-2",
        "confidential/my-list-3",
    ]


def test_a_draft_that_takes_too_long_fails_and_shows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deals.yaml"
    path.write_text(LIST)
    limits = Limits(document_seconds=0.0)
    checker = ConfidentialTerms(read_terms([str(path)]), KeyRing(), TODAY, limits=limits)
    checked = checker.check(draft("Zorvane Quill is not to be shown.\n"))
    (failure,) = checked.failures
    assert (failure.uri, failure.stage) == ("post.md", "terms")
    assert failure.reason == "the confidential terms were not all looked for: it took over 0 s"
    assert (checked.findings, checked.sensitive) == ((), (Span(0, 34),))


def test_a_clock_is_charged_between_calls() -> None:
    times = iter([0.0, 1.0, 1.5, 4.0])
    tick = Ticking(Clock(3.0), lambda: next(times))
    tick()
    tick()
    with pytest.raises(OutOfTimeError):
        tick()


def test_findings_beyond_the_cap_are_counted_and_masked(tmp_path: Path) -> None:
    text = "Green Harbour. " * (MOST + 7)
    checked = terms(tmp_path).check(draft(text, "post.txt"))
    assert len(checked.findings) == MOST
    assert checked.truncated == {"warning": 7}
    assert len(checked.sensitive) == MOST + 7
