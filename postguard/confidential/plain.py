"""Looking forms up in a plain list, with the same questions a sealed one answers."""

from collections.abc import Set as AbstractSet

from postguard.confidential.entries import SHORTEST_FUZZY, Conditions, Use, uses
from postguard.confidential.lists import PlainList
from postguard.confidential.normalise import head_size

_START = 8
"""Code points of a form by which most texts are told from all misspellings."""

_REMEMBERED = 100_000


class PlainIndex:
    """The forms of a plain list, exact and within each entry's edit distance."""

    __slots__ = (
        "_conditions", "_distance", "_forms", "_heads", "_lengths", "_misspelt", "_near",
        "_starts", "source",
    )  # fmt: skip

    def __init__(self, source: PlainList) -> None:
        self.source = source
        self._conditions: dict[bytes, Conditions] = {}
        self._forms: dict[str, list[tuple[bytes, Use]]] = {}
        self._misspelt: dict[str, list[tuple[int, bytes, Use]]] = {}
        """Greatest distance, entry and meaning, by the right form."""
        for number, entry in enumerate(source.entries, 1):
            identifier = b"%d" % number
            self._conditions[identifier] = entry.conditions()
            for form, use in uses(entry):
                self._forms.setdefault(form, []).append((identifier, use))
                if entry.fuzzy and use.group < len(entry.groups) and len(form) >= SHORTEST_FUZZY:
                    meaning = (entry.fuzzy, identifier, use._replace(approximate=True))
                    self._misspelt.setdefault(form, []).append(meaning)
        self._heads = {
            form[: head_size(form)] for form in self._forms if len(form) > head_size(form)
        }
        self._distance = max(
            (meaning[0] for meanings in self._misspelt.values() for meaning in meanings), default=0
        )
        """The greatest of any entry."""
        lengths = [len(form) for form in self._misspelt] or [0]
        self._lengths = range(min(lengths) - self._distance, max(lengths) + self._distance + 1)
        """Of what can be near a form at all."""
        # Two texts within d edits have a common remainder after at most d deletions in each.
        self._near: dict[str, list[str]] = {}
        starts: set[str] = set()
        for form, meanings in self._misspelt.items():
            distance = max(meaning[0] for meaning in meanings)
            for rest in remainders(form, distance):
                self._near.setdefault(rest, []).append(form)
            size = _start_size(form)
            for length in range(size - distance, size + distance + 1):
                starts |= remainders(form[:length], distance)
        self._starts = _Starts(starts, self._distance)

    def __repr__(self) -> str:
        return f"PlainIndex({self.source.path!r}, {len(self)} entries)"

    def __len__(self) -> int:
        return len(self._conditions)

    def has_head(self, head: str) -> bool:
        """Whether any form longer than a head begins so, or nearly so."""
        return head in self._heads or (bool(self._near) and self._starts[_start(head)])

    def known(self, forms: AbstractSet[str]) -> list[str]:
        """Those of many forms that are in the list, or near one that is."""
        found = list(forms & self._forms.keys())
        if self._near:
            found += [form for form in forms - self._forms.keys() if self._nearly(form)]
        return found

    def lookup(self, form: str) -> list[tuple[bytes, Use]]:
        """The entries a form belongs to and what it means for each."""
        found = self._forms.get(form)
        return self._nearly(form) if found is None else found

    def conditions(self, identifier: bytes) -> Conditions | None:
        """An entry's conditions."""
        return self._conditions.get(identifier)

    def _nearly(self, form: str) -> list[tuple[bytes, Use]]:
        if not self._near or len(form) not in self._lengths:
            return []
        if len(form) >= _START and not self._starts[_start(form)]:
            return []
        from rapidfuzz.distance import OSA

        near = {
            right
            for rest in remainders(form, self._distance)
            if rest in self._near
            for right in self._near[rest]
        }
        found: list[tuple[bytes, Use]] = []
        for right in sorted(near):
            distance = OSA.distance(form, right, score_cutoff=self._distance)
            found += [
                (identifier, use)
                for greatest, identifier, use in self._misspelt[right]
                if distance <= greatest
            ]
        return found


class _Starts(dict[str, bool]):
    """Whether any form that may be misspelt begins nearly so, asked once for each start."""

    def __init__(self, near: set[str], distance: int) -> None:
        super().__init__()
        self._near = near
        self._distance = distance

    def __missing__(self, start: str) -> bool:
        if len(self) > _REMEMBERED:
            self.clear()
        self[start] = not self._near.isdisjoint(remainders(start, self._distance))
        return self[start]

    def __repr__(self) -> str:
        return f"_Starts({len(self._near)})"


def _start(form: str) -> str:
    return form[: _start_size(form)]


def _start_size(form: str) -> int:
    return min(_START, head_size(form))


def remainders(form: str, deletions: int) -> set[str]:
    """What is left of a form after at most so many letters are taken out."""
    found = {form}
    edge = found
    for _ in range(deletions):
        edge = {left[:at] + left[at + 1 :] for left in edge for at in range(len(left))}
        found |= edge
    return found
