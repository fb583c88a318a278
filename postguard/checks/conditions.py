"""Whether a condition of a rule holds at an occurrence."""

from collections.abc import Iterable, Iterator

from postguard.checks.occurrence import Frame, Occurrence
from postguard.compiled import Conditions, Near, Topic
from postguard.context.evidence import evidenced
from postguard.document import Post, SegmentKind
from postguard.span import Span

SOURCES = "evidence-sources"
OFFERS = "offers"
LEXICONS = (SOURCES, OFFERS)
"""Lexicons that conditions read by name."""

_NEVER = r"(?!)"


def stated(
    when: Iterable[Conditions | None],
    unless: Iterable[Conditions | None],
    occurrence: Occurrence,
    frame: Frame,
) -> bool:
    """Whether every condition stated under `when` holds and none stated under `unless`."""
    whens, unlesses = list(filter(None, when)), list(filter(None, unless))
    # All of the cheap ones go before any of the dear ones.
    return all(
        all(all(each(item, occurrence, frame)) for item in whens)
        and not any(any(each(item, occurrence, frame)) for item in unlesses)
        for each in (_cheap, _dear)
    )


def any_holds(conditions: Conditions | None, occurrence: Occurrence, frame: Frame) -> bool:
    """Whether one of the stated conditions holds; False if none is stated."""
    return conditions is not None and (
        any(_cheap(conditions, occurrence, frame)) or any(_dear(conditions, occurrence, frame))
    )


def _cheap(conditions: Conditions, occurrence: Occurrence, frame: Frame) -> Iterator[bool]:
    """The truth of each stated condition that no text is read for."""
    length = len(occurrence.view)
    if conditions.evaded is not None:
        yield occurrence.evaded is conditions.evaded
    if conditions.shorter_than is not None:
        yield length < conditions.shorter_than
    if conditions.longer_than is not None:
        yield length > conditions.longer_than
    for key, values in conditions.meta.items():
        yield _meta_holds(frame.post.meta.get(key), values)


def _dear(conditions: Conditions, occurrence: Occurrence, frame: Frame) -> Iterator[bool]:
    """The truth of each other condition that is stated."""
    for name in conditions.context:
        yield stands(name, occurrence, frame)
    for near in conditions.near:
        yield _near_holds(near, occurrence, frame)
    if conditions.subject:
        sentence, local = _sentence(occurrence)
        brand = frame.profile.brand.names
        yield frame.people.subject(sentence, local, brand) in conditions.subject
    if conditions.target:
        yield _target(occurrence, frame) in conditions.target
    if conditions.evidence is not None:
        yield _is_evidenced(occurrence, frame) is conditions.evidence
    if conditions.offer is not None:
        yield _is_offer(occurrence, frame) is conditions.offer


_UNSET = ("", "no", "false", "off", "0", "none", "null")
"""Words of a table's column, where nothing is true or false, that mean that nothing is set."""


def _meta_holds(value: object, wanted: tuple[str, ...]) -> bool:
    if not wanted:
        if isinstance(value, str):
            return value.strip().lower() not in _UNSET
        return not (value is None or value is False or value in ([], ()))
    values = value if isinstance(value, list | tuple) else [value]
    names = {name.lower() for name in wanted}
    return any(str(item).lower() in names for item in values)


def _sentence(occurrence: Occurrence) -> tuple[str, Span]:
    """The sentence of an occurrence and its place there, cut to the sentence."""
    view, span = occurrence.view, occurrence.span
    (own, *_) = view.window("sentence", span)
    local = Span(max(span.start, own.start), max(min(span.end, own.end), own.start))
    return view.text[own.start : own.end], local.shift(-own.start)


def stands(name: str, occurrence: Occurrence, frame: Frame) -> bool:
    """Whether the author takes a stance to the wording; see `rules/contexts`."""
    view, span = occurrence.view, occurrence.span
    index = view.segment_at(span.start)
    segment = view.segments[index]
    if name == "heading":
        return segment.kind is SegmentKind.HEADING
    if name == "code" and segment.kind is SegmentKind.RAW:
        return _in_code(frame.post, view.to_source(span))
    local = span.shift(-view.segment_span(index).start)
    if name == "code":
        return segment.kind is SegmentKind.CODE or any(
            code.overlaps(local) for code in segment.code
        )
    if name == "quoted" and any(quote.overlaps(local) for quote in segment.quotes):
        return True
    if name == "question" and frame.stances.answered(_following(occurrence)):
        return False
    return frame.stances.holds(name, *_sentence(occurrence))


def _following(occurrence: Occurrence) -> str:
    """The sentence after that of an occurrence, or nothing."""
    view = occurrence.view
    (_, *following) = view.window("next", occurrence.span)
    return "".join(view.text[span.start : span.end] for span in following)


def _in_code(post: Post, place: Span) -> bool:
    """Whether a place in the source lies in what the reader took for code."""
    for segment in post.segments:
        if segment.kind is SegmentKind.CODE:
            if segment.map.to_source(0, len(segment.text)).overlaps(place):
                return True
        elif any(segment.map.to_source(*code).overlaps(place) for code in segment.code):
            return True
    return False


def _near_holds(near: Near, occurrence: Occurrence, frame: Frame) -> bool:
    """Wording in the window outside the match, so that a match is never its own excuse."""
    pattern = frame.patterns.get(near.regex, ignore_case=True)
    view, span = occurrence.view, occurrence.span
    for window in _windows(near.within, occurrence):
        before = Span(window.start, min(window.end, span.start))
        after = Span(max(window.start, span.end), window.end)
        sides = {"before": (before,), "after": (after,), "both": (before, after)}[near.side]
        for side in sides:
            if side.start < side.end and pattern.search(view.text[side.start : side.end]):
                return True
    return False


def _windows(within: str | int, occurrence: Occurrence) -> list[Span]:
    if isinstance(within, str):
        return occurrence.view.window(within, occurrence.span)
    (own, *_) = occurrence.view.window("sentence", occurrence.span)
    text, span = occurrence.view.text, occurrence.span
    start = _words_back(text, own.start, span.start, within)
    return [Span(start, _words_on(text, span.end, own.end, within))]


def _words_back(text: str, floor: int, start: int, words: int) -> int:
    """Where the `words`-th word before `start` begins."""
    at = start
    for _ in range(words):
        while at > floor and text[at - 1].isspace():
            at -= 1
        while at > floor and not text[at - 1].isspace():
            at -= 1
    return at


def _words_on(text: str, end: int, ceiling: int, words: int) -> int:
    """Where the `words`-th word after `end` ends."""
    at = end
    for _ in range(words):
        while at < ceiling and text[at].isspace():
            at += 1
        while at < ceiling and not text[at].isspace():
            at += 1
    return at


def _target(occurrence: Occurrence, frame: Frame) -> str:
    sentence, local = _sentence(occurrence)
    view = occurrence.view
    previous = " ".join(
        view.text[span.start : span.end] for span in view.window("previous", occurrence.span)
    )
    return frame.people.target(sentence, local, previous)


def _is_evidenced(occurrence: Occurrence, frame: Frame) -> bool:
    view = occurrence.view
    sources = frame.rulebook.lexicons.get(SOURCES, _NEVER)
    window = "\n".join(
        view.text[span.start : span.end] for span in view.window("next", occurrence.span)
    )
    return evidenced(window, sources, frame.patterns)


def _is_offer(occurrence: Occurrence, frame: Frame) -> bool:
    pattern = frame.patterns.get(frame.rulebook.lexicons.get(OFFERS, _NEVER), ignore_case=True)
    view = occurrence.view
    return any(
        pattern.search(view.text, span.start, span.end)
        for span in view.window("post", occurrence.span)
    )


def on_topic(topic: Topic | None, occurrence: Occurrence, frame: Frame) -> bool:
    """Whether enough different evidence of the topic stands outside the match."""
    if topic is None or any(sector in topic.sector for sector in frame.profile.sector):
        return True
    pattern = frame.patterns.get(topic.regex, ignore_case=True)
    view = occurrence.view
    seen: set[str] = set()
    for window in view.window(topic.within, occurrence.span):
        for found in pattern.finditer(view.text, window.start, window.end):
            if not Span(*found.span()).overlaps(occurrence.span):
                seen.add(found.group().lower())
                if len(seen) >= topic.at_least:
                    return True
    return False
