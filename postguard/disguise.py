"""The reading of a post in which disguised words are spelled plainly."""

from collections.abc import Sequence

from postguard.document import Segment
from postguard.span import Span
from postguard.view import Locate, View


class Disguises:
    """Words that are worth disguising, as the rulebook lists them."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(words)
        self._unmasker: object | None = None

    def undone(self, view: View) -> View | None:
        """The view with every disguised word spelled plainly; None if there is none."""
        if not self._words:
            return None
        from postguard.folding.unmask import Unmasker

        if self._unmasker is None:
            self._unmasker = Unmasker(self._words)
        unmasker = self._unmasker
        assert isinstance(unmasker, Unmasker)
        if not unmasker.finds(view.as_written):
            return None
        segments: list[Segment] = []
        locate: list[Locate] = []
        changed = False
        for segment in view.segments:
            rewritten = unmasker.rewrite(segment.text)
            if rewritten is None:
                segments.append(segment)
                locate.append(segment.map.to_source)
                continue
            changed = True
            segments.append(segment._replace(text=rewritten.text, code=(), quotes=()))
            locate.append(_through(rewritten.to_source, segment.map.to_source))
        return View(segments, locate) if changed else None

    def __reduce__(self) -> tuple[object, ...]:
        return (Disguises, (self._words,))


def _through(first: Locate, then: Locate) -> Locate:
    def located(start: int, end: int) -> Span:
        middle = first(start, end)
        return then(middle.start, middle.end)

    return located
