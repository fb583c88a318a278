"""Of a file of which only some lines count: the findings on those, and a count of the rest."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Sequence
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from postguard.compiled import Rule
from postguard.document import Document, Post
from postguard.finding import Disposition
from postguard.outcome import Judged
from postguard.span import Span

if TYPE_CHECKING:
    from postguard.git import Lines


_OF_THE_POST = frozenset({"length", "hashtags", "mentions"})
"""Measures that add up over a whole post."""


def judges_whole_post(rule: Rule) -> bool:
    """Whether what a rule finds at one place can be owed to a change at any other."""
    if rule.kind == "metric":
        return rule.metric is not None and rule.metric.measure in _OF_THE_POST
    return rule.kind == "requires"


def spans_of(lines: Sequence["Lines"], data: bytes, text: str) -> tuple[Span, ...]:
    """The source ranges of lines, as git counts them.

    Args:
        lines: the lines that count, in order. Of lines that were only deleted, an empty
            range is left.
        data: the bytes of the file.
        text: the same, decoded. If it has other line ends than the bytes, as a text in an
            encoding git does not know can, all of it counts.
    """
    if data.count(b"\n") != text.count("\n"):
        return (Span(0, len(text)),)
    starts = [0]
    for _ in range(max((each.last for each in lines), default=0)):
        end = text.find("\n", starts[-1])
        starts.append(end + 1 if end >= 0 else len(text))
    return tuple(Span(starts[each.first - 1], starts[each.last]) for each in lines)


def narrowed(judged: Judged, spans: Sequence[Span], whole_post: Container[str]) -> Judged:
    """What was judged, with the findings that touch no range counted instead of listed.

    Args:
        judged: an input as it was read, and what came of it.
        spans: the source ranges that count, in order and apart.
        whole_post: ids of the rules that judge a post as a whole: what they say of a post
            that changed is listed wherever they point to.
    """
    if judged.document is None:
        return judged
    document, outcome = judged.document, judged.outcome
    changed = _changed_posts(document, spans)
    places: dict[int, int] = {}
    elsewhere: Counter[str] = Counter()
    for number, finding in enumerate(outcome.findings):
        if touches(finding.span, spans) or (finding.rule in whole_post and finding.post in changed):
            places[number] = len(places)
        elif finding.disposition is Disposition.OPEN:
            elsewhere[finding.severity.value] += 1
    marks = tuple(
        (span, places[number]) for span, number in outcome.result.marks if number in places
    )
    return judged._replace(
        outcome=outcome._replace(
            result=outcome.result._replace(marks=marks),
            findings=tuple(outcome.findings[number] for number in places),
            elsewhere=tuple(elsewhere.items()),
        )
    )


def touches(place: Span, spans: Sequence[Span]) -> bool:
    """Whether a range shares anything with others, in order and apart."""
    is_point = place.start == place.end
    first = (bisect_left if is_point else bisect_right)(spans, place.start, key=attrgetter("end"))
    for span in islice(spans, first, None):
        if span.start > place.end or (span.start == place.end and not is_point):
            return False
        if span.start < span.end:
            return True
    return False


def _changed_posts(document: Document, spans: Sequence[Span]) -> set[str]:
    """Labels of the posts that changed, were it only by what was deleted from them.

    A post that is the whole file changed with the file, as by a new name.
    """

    def has_changed(post: Post) -> bool:
        return any(
            post.span.overlaps(span) or post.span.start < span.start == span.end <= post.span.end
            for span in spans
        )

    return {post.label for post in document.posts if not post.label or has_changed(post)}
