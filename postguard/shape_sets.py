"""RE2 sets: which of some loosened patterns are found in a text, in one linear pass."""

from collections.abc import Iterable, Sequence

_MOST_MEMORY = 128 << 20
"""Bytes for RE2's automaton; with the default 8 MiB its cache thrashes on shapes."""


class ShapeSet:
    """An RE2 set over shapes, made when the first text is asked about.

    A shape that RE2 refuses counts as found in every text.
    """

    def __init__(self, shapes: Sequence[tuple[int, str]], memory: int = _MOST_MEMORY) -> None:
        self._pending = shapes
        self._memory = memory
        self._set: object | None = None
        self._indexes: list[int] = []
        self._refused: list[int] = []

    def scan(self, text: str) -> Iterable[int]:
        """The numbers of the shapes that are found. All of them if RE2 gave up.

        It says so only by finding nothing, not even the empty pattern that stands last.
        """
        if self._set is None:
            self._set = self._build()
        numbers = self._set.Match(text)  # type: ignore[attr-defined]
        last = len(self._indexes)
        if last not in numbers:
            return (*self._indexes, *self._refused)
        return (*(self._indexes[number] for number in numbers if number < last), *self._refused)

    def _build(self) -> object:
        import re2

        options = re2.Options()
        options.max_mem = self._memory
        options.log_errors = False
        shapes = re2.Set.SearchSet(options)
        for index, shape in self._pending:
            try:
                shapes.Add(shape)
            except re2.error:
                self._refused.append(index)
            else:
                self._indexes.append(index)
        shapes.Add("")
        shapes.Compile()
        return shapes


class Shapes:
    """Single shapes, each made a set of its own when it is first asked for."""

    _MEMORY = 16 << 20

    def __init__(self) -> None:
        self._sets: dict[str, ShapeSet] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return (Shapes, ())

    def finds(self, shape: str, text: str) -> bool:
        """Whether a shape is found in a text; in doubt it is."""
        found = self._sets.get(shape)
        if found is None:
            found = self._sets[shape] = ShapeSet([(0, shape)], self._MEMORY)
        return 0 in found.scan(text)
