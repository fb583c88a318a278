"""Measures of a post against limits: length by a platform's own count, capitals, runs.

Length weights follow the open twitter-text configuration: ranges of code points have a
weight out of `scale`, a URL counts a fixed number, an emoji sequence counts as one
character of the default weight.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache

from postguard.compiled import Metric
from postguard.lazy import lazy_pattern
from postguard.light_typing import TYPE_CHECKING, NamedTuple
from postguard.span import Span
from postguard.view import View

if TYPE_CHECKING:
    from typing import Any

_URL = lazy_pattern(r"(?:\bhttps?://|\bwww\.)[^\s<>\"')\]]*[^\s<>\"')\].,;:!?…]", re.IGNORECASE)
_EMOJI_BASE = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_TEXT_BASE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe"
    "\u2934\u2935\u3030\u303d\u3297\u3299"
)
"""Signs that are emoji only where a variation selector says so."""
_TAGGED = "[\ufe0f\U0001f3fb-\U0001f3ff]*[\U000e0020-\U000e007f]*"
_EMOJI_ELEMENT = f"(?:[{_EMOJI_BASE}]{_TAGGED}|[{_TEXT_BASE}]\ufe0f)"
_EMOJI = lazy_pattern(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|{_EMOJI_ELEMENT}(?:\u200d{_EMOJI_ELEMENT})*|[#*0-9]\ufe0f?\u20e3"
)
"""An emoji sequence as Unicode's UTS #51 builds it: flags, modifiers, tags, joiners, key caps."""
_EMOJI_PART = lazy_pattern(f"[\U0001f1e6-\U0001f1ff\u20e3{_EMOJI_BASE}{_TEXT_BASE}]")
"""Something that every emoji has."""
_WORD = lazy_pattern(r"[A-Z]{2,}(?:[\s'&-]+[A-Z]{2,})*")

_FANCY_LETTER = lazy_pattern("[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f169]")
"""Mathematical and circled or boxed letters: symbols, whatever they look like."""
_FANCY = lazy_pattern(rf"(?:{_FANCY_LETTER.pattern}\s{{0,2}})+")


class Over(NamedTuple):
    """A part of a post that is over a limit."""

    view: View
    span: Span
    value: int
    limit: int


def over(
    metric: Metric, view: View, platforms: Collection[str], scope: Collection[str]
) -> Iterator[Over]:
    """What is over the limits of the post's platforms or, failing those, of any.

    Only segments of the kinds in `scope` are measured.
    """
    names = [name for name in platforms if name in metric.limits] or ["any"]
    scoped: View | None = None
    for name in (name for name in names if name in metric.limits):
        limit, measured = metric.limits[name], for_platform(metric, name)
        if not _MAY_BE_OVER[metric.measure](view, measured.weights, limit):
            continue
        if scoped is None:
            scoped = view.only(scope)
        for span, value in measure(measured, scoped, limit):
            yield Over(scoped, span, value, limit)


def for_platform(metric: Metric, name: str) -> Metric:
    """The metric with the weights of one platform, where weights are given by platform."""
    if not any(isinstance(value, Mapping) for value in metric.weights.values()):
        return metric
    return metric._replace(weights=metric.weights.get(name, {}))


def measure(metric: Metric, view: View, limit: int) -> Iterator[tuple[Span, int]]:
    """The places where the post goes over a limit, each with the value measured there.

    Raises `KeyError` for a measure that does not exist.
    """
    return _MEASURES[metric.measure](view, metric.weights, limit)


def _length(view: View, weights: Mapping[str, Any], limit: int) -> Iterator[tuple[Span, int]]:
    """The part of the post beyond the limit, in the platform's own count.

    Counted in the text as it is written: the view has levelled wide letters to plain ones.
    """
    total, beyond = 0, None
    for start, end, weight in _weighted(view.as_written, weights):
        total += weight
        if total > limit and beyond is None:
            beyond = Span(start, end)
    if beyond is not None:
        index = view.segment_at(beyond.start)
        if beyond.start >= view.segment_span(index).end:
            # The limit falls between two segments, on a blank line that is no one's text.
            index += 1
            beyond = view.segment_span(index)
        yield Span(beyond.start, view.segment_span(index).end), total


def _may_be_long(view: View, weights: Mapping[str, Any], limit: int) -> bool:
    """Whether a text may be over a limit, told without looking at each of its characters."""
    text = view.as_written
    each = max(int(weights.get("default", 100)), int(weights.get("range_weight", 100)))
    links = text.count("://") + text.lower().count("www.")
    most = len(text) * each // int(weights.get("scale", 100)) + links * int(weights.get("url", 0))
    return most > limit


def _weighted(text: str, weights: Mapping[str, Any]) -> Iterator[tuple[int, int, int]]:
    """(start, end, weight) of each countable unit, weights already divided by the scale."""
    url_weight = weights.get("url")
    default = int(weights.get("default", 100))
    scale = int(weights.get("scale", 100))
    ranges = [tuple(item) for item in weights.get("ranges", [])]
    range_weight = int(weights.get("range_weight", 100))
    pattern = (
        _EMOJI if url_weight is None else re.compile(f"(?P<url>{_URL.pattern})|{_EMOJI.pattern}")
    )
    at = 0
    for unit in pattern.finditer(text):
        for offset in range(at, unit.start()):
            yield (
                offset,
                offset + 1,
                _weight(ord(text[offset]), ranges, range_weight, default) // scale,
            )
        is_url = url_weight is not None and unit["url"] is not None
        yield unit.start(), unit.end(), int(url_weight or 0) if is_url else default // scale
        at = unit.end()
    for offset in range(at, len(text)):
        yield offset, offset + 1, _weight(ord(text[offset]), ranges, range_weight, default) // scale


def _weight(code: int, ranges: list[tuple[int, ...]], in_range: int, default: int) -> int:
    return in_range if any(low <= code <= high for low, high in ranges) else default


def _capitals(view: View, weights: Mapping[str, Any], limit: int) -> Iterator[tuple[Span, int]]:
    """Runs of more than `limit` words in capitals, acronyms alone not counted."""
    shortest = int(weights.get("letters", 4))
    for index in range(len(view.segments)):
        for run in _WORD.finditer(view.text, *view.segment_span(index)):
            words = [word for word in re.split(r"[\s'&-]+", run.group()) if len(word) >= shortest]
            if len(words) > limit:
                yield Span(*run.span()), len(words)


@lru_cache(maxsize=16)
def _capitals_at_least(words: int) -> re.Pattern[str]:
    return re.compile(rf"[A-Z](?<![A-Z]{{2}})[A-Z]++(?:[\s'&-]++[A-Z]{{2,}}+){{{words - 1},}}")


def _may_shout(view: View, weights: Mapping[str, Any], limit: int) -> bool:
    del weights
    return _capitals_at_least(max(limit, 0) + 1).search(view.text) is not None


def _emoji_run(view: View, weights: Mapping[str, Any], limit: int) -> Iterator[tuple[Span, int]]:
    """More than `limit` emoji in a row."""
    del weights
    for run in re.finditer(rf"(?:(?:{_EMOJI.pattern})\s?)+", view.text):
        count = len(_EMOJI.findall(run.group()))
        if count > limit:
            yield Span(run.start(), run.start() + len(run.group().rstrip())), count


def _may_have_emoji(view: View, weights: Mapping[str, Any], limit: int) -> bool:
    del weights
    return not view.text.isascii() and len(_EMOJI_PART.findall(view.text)) > limit


def _fancy_letters(
    view: View, weights: Mapping[str, Any], limit: int
) -> Iterator[tuple[Span, int]]:
    """Stretches of more than `limit` letters that are drawn, not written.

    Read off the segments themselves: the view has levelled such letters to plain ones.
    """
    del weights
    for index, segment in enumerate(view.segments):
        if segment.text.isascii():
            continue
        for run in _FANCY.finditer(segment.text):
            letters = sum(not char.isspace() for char in run.group())
            if letters > limit:
                span = Span(run.start(), run.start() + len(run.group().rstrip()))
                yield span.shift(view.segment_span(index).start), letters


def _may_be_fancy(view: View, weights: Mapping[str, Any], limit: int) -> bool:
    del weights, limit
    text = view.as_written
    return not text.isascii() and _FANCY_LETTER.search(text) is not None


def _count(pattern: str) -> Callable[[View, Mapping[str, Any], int], Iterator[tuple[Span, int]]]:
    """A measure that counts something in the whole post and points at the first too many."""

    def count(view: View, weights: Mapping[str, Any], limit: int) -> Iterator[tuple[Span, int]]:
        del weights
        found = [Span(*item.span()) for item in re.finditer(pattern, view.text)]
        if len(found) > limit:
            yield found[limit], len(found)

    return count


def _may_have(sign: str) -> Callable[[View, Mapping[str, Any], int], bool]:
    def may_have(view: View, weights: Mapping[str, Any], limit: int) -> bool:
        del weights
        return view.text.count(sign) > limit

    return may_have


_MEASURES: Mapping[str, Callable[[View, Mapping[str, Any], int], Iterator[tuple[Span, int]]]] = {
    "length": _length,
    "capitals": _capitals,
    "emoji-run": _emoji_run,
    "fancy-letters": _fancy_letters,
    "hashtags": _count(r"(?<!\w)#\w+"),
    "mentions": _count(r"(?<![\w.])@\w+"),
}
_MAY_BE_OVER: Mapping[str, Callable[[View, Mapping[str, Any], int], bool]] = {
    "length": _may_be_long,
    "capitals": _may_shout,
    "emoji-run": _may_have_emoji,
    "fancy-letters": _may_be_fancy,
    "hashtags": _may_have("#"),
    "mentions": _may_have("@"),
}
"""For each measure, whether a whole post may go over a limit: quick, and never wrong to say no."""
