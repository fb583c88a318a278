"""Which triggers can possibly match a text. The gate never decides; it only rules out.

Two linear passes serve all triggers at once: the words of each sentence, and Aho-Corasick
for what is no whole word, for those that need one of some literals; an RE2 set for those
with a shape but no literal. What has neither is always tried. All of it only ever widens what
a trigger matches, so that a gated run finds exactly what an ungated one does.

Where a literal stands it brings its triggers along, so that no trigger is looked at whose
literals are not there; see `postguard.places`.
"""

from collections.abc import Callable

from postguard.gate_data import Table
from postguard.gate_literals import Literals
from postguard.places import Regions, everywhere, meetings
from postguard.shaped import ShapedTriggers
from postguard.view import View

Admits = Callable[[str], bool]
"""Whether a rule, told by its id, is of interest."""


def _all(rule_id: str) -> bool:
    del rule_id
    return True


class Gate:
    """What is looked for over the triggers of a table."""

    def __init__(self, table: Table) -> None:
        self.owners = table.owners
        self._table = table
        self._literals = Literals(table)
        self._digits = dict(table.digits)
        self._sentence_kinds = frozenset(table.sentence_kinds)
        self._shaped = ShapedTriggers(table.shaped, self._sentence_kinds)

    def __reduce__(self) -> tuple[object, ...]:
        """Automata do not travel; they are made again where the gate arrives."""
        return (Gate, (self._table,))

    @property
    def always(self) -> int:
        """How many triggers nothing could be asked for."""
        return len(self._table.always)

    def scan(self, view: View, admits: Admits = _all) -> dict[int, Regions]:
        """Triggers that may match, by index, each with the ranges of the view to look in.

        Only those of admitted rules, which are told by their ids.
        """

        def admitted(index: int) -> bool:
            return admits(self.owners[index][0])

        digits = len(view.folded.digits)
        found = {
            index: regions
            for index, regions in meetings(view, self._literals, self._sentence_kinds).items()
            if self._digits.get(index, 0) <= digits and admitted(index)
        }
        found |= self._shaped.regions(view, admitted)
        for index, by_sentence in self._table.always:
            if admitted(index):
                kinds = self._sentence_kinds if by_sentence else None
                found[index] = everywhere(view, sentences_of=kinds)
        return found


class OpenGate:
    """No gate at all: the oracle that the gate is tested against."""

    def __init__(self, table: Table) -> None:
        self.owners = table.owners
        self.always = len(table.owners)
        self._by_sentence = dict(table.always)
        self._by_sentence |= {index: by_sentence for index, by_sentence, *_ in table.shaped}
        for items in table.worded:
            self._by_sentence |= {index: by_sentence for index, by_sentence, _ in items}

    def scan(self, view: View, admits: Admits = _all) -> dict[int, Regions]:
        """Every trigger of the admitted rules, everywhere."""
        kinds = frozenset(view.kinds)
        return {
            index: everywhere(view, sentences_of=kinds if by_sentence else None)
            for index, by_sentence in self._by_sentence.items()
            if admits(self.owners[index][0])
        }
