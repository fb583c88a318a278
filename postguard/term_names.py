"""Confidential terms in what a draft is called: its path, and the names of its posts.

A path is needed to find a file, and is in every report, annotation, baseline and log; so
the term is masked in it, and a finding says that it is there. What a reader says of a
file it cannot read may quote the file, and is masked the same way.
"""

import re
from typing import NamedTuple

from postguard.confidential.match import TermMatch
from postguard.confidential_check import ConfidentialTerms
from postguard.document import Document, Post
from postguard.finding import Finding
from postguard.redaction import MASK, redact
from postguard.span import LineIndex, Span

_NUMBERS = re.compile(r"\[\d+\]|\brow \d+\b")
"""What most names of posts are made of."""


class Named(NamedTuple):
    """A document under names that tell no term."""

    document: Document
    findings: tuple[Finding, ...] = ()
    """The names that do."""


class TermNames:
    """Masks terms in names. Can be sent to another process, as `ConfidentialTerms` can."""

    def __init__(self, terms: ConfidentialTerms) -> None:
        self._terms = terms

    def masked(self, text: str, post: Post | None = None) -> str:
        """A text with every term in it masked; a mask alone if it cannot be looked through."""
        matches = self._found(text, post)
        return MASK if matches is None else _without(text, matches)

    def path(self, path: str, place: str, post: Post | None = None) -> str:
        """A path as it may be told, however it leads to the file at `place`.

        Args:
            path: as the user named the file.
            place: relative to the folder of the configuration.
            post: the one whose date and audience hold for it.
        """
        if path.endswith(place):
            folder = path[: len(path) - len(place)]
            return (self.masked(folder, post) if folder else "") + self.masked(place, post)
        return self.masked(path, post)

    def document(self, document: Document, place: str) -> Named:
        """The document with its path and the names of its posts masked."""
        source = document.source
        only = document.posts[0] if len(document.posts) == 1 else None
        lines = LineIndex("")
        uri = self.path(source.uri, place, only)
        findings = [
            self._terms.finding(match, uri, Span(0, 0), lines, "The name of this file")._replace(
                remedy="Rename the file: names of files become addresses, and are in reports."
            )
            for match in _once(self._found(place, only) or [])
        ]
        posts, named = self._posts(document, uri)
        source = source._replace(
            uri=uri,
            problems=tuple(map(self.masked, source.problems)),
            notes=tuple(map(self.masked, source.notes)),
        )
        problems = tuple(map(self.masked, document.problems))
        return Named(
            document._replace(source=source, posts=posts, problems=problems),
            (*findings, *named),
        )

    def _posts(self, document: Document, uri: str) -> tuple[tuple[Post, ...], list[Finding]]:
        posts: list[Post] = []
        findings: list[Finding] = []
        lines: LineIndex | None = None
        plain: set[str] = set()
        for post in document.posts:
            shape = _NUMBERS.sub("", post.label)
            matches = self._found(post.label, post) if shape and shape not in plain else []
            if matches == []:
                plain.add(shape)
                posts.append(post)
                continue
            lines = lines or LineIndex(document.source.text)
            label = MASK if matches is None else _without(post.label, matches)
            posts.append(post._replace(label=label))
            place = Span(post.span.start, post.span.start)
            findings += [
                self._terms.finding(
                    match, uri, place, lines, "The name of this post in its file"
                )._replace(post=label)
                for match in _once(matches or [])
            ]
        return tuple(posts), findings

    def _found(self, text: str, post: Post | None) -> list[TermMatch] | None:
        """The terms in a text; None if it cannot be told.

        Then the document is not looked through either, and that is said there.
        """
        try:
            return self._terms.matches(text, post)
        except Exception:  # noqa: BLE001  # its message may quote the text
            return None


def _without(text: str, matches: list[TermMatch]) -> str:
    spans = [span for match in matches for span in (match.span, *(at for _, at in match.related))]
    return redact(text, Span(0, len(text)), spans).text if spans else text


def _once(matches: list[TermMatch]) -> list[TermMatch]:
    """The first match of each list: a name holds one term."""
    return list({match.source: match for match in reversed(matches)}.values())
