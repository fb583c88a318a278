"""A draft may be called what it must not say; its names are then told without the term."""

from pathlib import Path

import pytest

from postguard.confidential.keys import KeyRing
from postguard.confidential_check import ConfidentialTerms
from postguard.document import Document
from postguard.readers import decode, read
from postguard.term_names import TermNames
from postguard.term_rules import read_terms
from tests.test_confidential_check import LIST, TODAY


@pytest.fixture
def names(tmp_path: Path) -> TermNames:
    path = tmp_path / "deals.yaml"
    path.write_text(LIST)
    return TermNames(ConfidentialTerms(read_terms([str(path)]), KeyRing(), TODAY))


def draft(name: str, text: str = "Hello.\n") -> Document:
    return read(decode(name, text.encode()))


@pytest.mark.parametrize(
    ("path", "place", "shown"),
    [
        ("posts/zorvane-quill.md", "posts/zorvane-quill.md", "posts/•••.md"),
        ("posts/ZorvaneQuill2026.md", "posts/ZorvaneQuill2026.md", "posts/•••2026.md"),
        ("green_harbour/a.md", "green_harbour/a.md", "•••/a.md"),
        ("posts/green/harbour.md", "posts/green/harbour.md", "posts/•••.md"),
        ("/home/green-harbour/site/a.md", "a.md", "/home/•••/site/a.md"),
        ("/home/me/green/harbour/a.md", "harbour/a.md", "/home/me/green/harbour/a.md"),
        ("../green-harbour.md", "../green-harbour.md", "../•••.md"),
        ("harbour.md", "green/harbour.md", "harbour.md"),
        ("posts/a.md", "posts/a.md", "posts/a.md"),
        ("-", "-", "-"),
    ],
)
def test_a_path_is_told_without_the_term(
    names: TermNames, path: str, place: str, shown: str
) -> None:
    assert names.path(path, place) == shown


def test_a_file_name_with_a_term_is_a_finding_on_line_1(names: TermNames) -> None:
    document, (found,) = names.document(draft("a/zorvane-quill.md"), "a/zorvane-quill.md")
    assert document.source.uri == found.uri == "a/•••.md"
    assert (found.span, found.start.line, found.start.column) == ((0, 0), 1, 1)
    message = "The name of this file is on the confidential list “Clients and Deals”: deal 7."
    assert found.message == message
    assert found.remedy.startswith("Rename the file")
    assert (found.owner, found.match, found.sensitive) == ("m-and-a@example.com", None, True)


@pytest.mark.parametrize(
    "text", ["---\naudience: staff\n---\nHello.\n", "---\naudience: board\n---\n"]
)
def test_the_name_of_a_post_is_for_those_who_read_the_post(names: TermNames, text: str) -> None:
    document, found = names.document(draft("green-harbour.md", text), "green-harbour.md")
    assert (document.source.uri, found) == ("green-harbour.md", ())


def test_an_embargo_on_a_name_ends_with_the_day_the_post_is_published(names: TermNames) -> None:
    text = "---\ndate: 2027-03-01\n---\nHello.\n"
    document, found = names.document(draft("zorvane-quill.md", text), "zorvane-quill.md")
    assert (document.source.uri, found) == ("zorvane-quill.md", ())


def test_a_data_path_with_a_term_is_masked_and_found(names: TermNames) -> None:
    text = '{"plans": {"green-harbour": [{"text": "Hello."}, {"text": "Again."}]}}'
    options = read(decode("a.json", text.encode()))
    renamed = options._replace(
        posts=tuple(
            post._replace(label=f"$.plans.green-harbour[{number}]")
            for number, post in enumerate(options.posts)
        )
    )
    document, found = names.document(renamed, "a.json")
    assert [post.label for post in document.posts] == [
        f"$.plans.•••[{number}]" for number in range(len(options.posts))
    ]
    assert [(each.post, each.span.start) for each in found] == [
        (post.label, post.span.start) for post in document.posts
    ]


def test_what_a_reader_says_of_a_file_is_masked(names: TermNames) -> None:
    strange = draft("a.md")._replace(problems=("an unknown key: Green Harbour",))
    document, _ = names.document(strange, "a.md")
    assert document.problems == ("an unknown key: •••",)


def test_what_cannot_be_looked_through_is_masked_whole(
    names: TermNames, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("postguard.confidential.match.TermMatcher.find", fails)
    assert names.masked("Green Harbour") == "•••"
    assert names.path("posts/a.md", "posts/a.md") == "•••"
