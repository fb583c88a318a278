"""spaCy, for the rules whose triggers are token patterns. Imported on first use.

The default pipeline is ``spacy.blank("en")``, which ships with the package. Any
installed pipeline may be named instead; it brings tags, entities or a parse, which
rules ask for with ``needs``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from postguard.errors import UsageError
from postguard.light_typing import TYPE_CHECKING
from postguard.span import Span

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

BLANK = "blank:en"
"""The pipeline that is always there."""

_PROVIDES = {
    "tags": frozenset({"tagger", "morphologizer"}),
    "entities": frozenset({"ner", "entity_ruler"}),
    "dependencies": frozenset({"parser"}),
}
_REMEMBERED = 4096


class Language:
    """A pipeline and the matchers made for it. Pickles as its name."""

    def __init__(self, pipeline: str = BLANK) -> None:
        self.pipeline = pipeline
        self._nlp: Pipeline | None = None
        self._matchers: dict[str, Matcher] = {}
        self._docs: dict[str, Doc] = {}

    def provides(self, need: str) -> bool:
        """Whether the pipeline gives what a rule needs: tags, entities or dependencies."""
        if self.pipeline == BLANK:
            return False
        return not _PROVIDES[need].isdisjoint(self._load().pipe_names)

    def find(
        self, key: str, tokens: Sequence[Mapping[str, object]], texts: Sequence[str]
    ) -> list[list[Span]]:
        """The spans of a token pattern's matches in each text, longest first come.

        `key` names the pattern, so that its matcher is made once.
        """
        matcher = self._matcher(key, tokens)
        return [_spans(matcher, doc) for doc in self._analysed(texts)]

    def _analysed(self, texts: Sequence[str]) -> list[Doc]:
        """The texts as docs; those seen before are remembered, the rest go in one batch."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._docs]
        known = {text: self._docs[text] for text in texts if text in self._docs}
        known.update(zip(missing, self._load().pipe(missing), strict=True))
        if len(self._docs) + len(missing) > _REMEMBERED:
            self._docs.clear()
        self._docs.update(known)
        return [known[text] for text in texts]

    def _load(self) -> Pipeline:
        if self._nlp is None:
            import spacy

            if self.pipeline == BLANK:
                self._nlp = spacy.blank("en")
            else:
                try:
                    self._nlp = spacy.load(self.pipeline, exclude=["textcat", "textcat_multilabel"])
                except OSError as error:
                    raise UsageError(
                        f"the spaCy pipeline {self.pipeline!r} is not installed; install it, or "
                        "remove `pipeline` from [language]"
                    ) from error
                except (ValueError, ImportError) as error:
                    raise UsageError(
                        f"the spaCy pipeline {self.pipeline!r} cannot be loaded: "
                        f"{str(error).partition(chr(10))[0]}"
                    ) from error
        return self._nlp

    def _matcher(self, key: str, tokens: Sequence[Mapping[str, object]]) -> Matcher:
        if key not in self._matchers:
            from spacy.matcher import Matcher

            matcher = Matcher(self._load().vocab, validate=False)
            matcher.add("trigger", [[dict(token) for token in tokens]], greedy="LONGEST")
            self._matchers[key] = matcher
        return self._matchers[key]

    def __reduce__(self) -> tuple[object, ...]:
        return (Language, (self.pipeline,))


def _spans(matcher: Matcher, doc: Doc) -> list[Span]:
    """Code-point spans of the matches, in order of place."""
    found = []
    for _, start, end in matcher(doc):
        last = doc[end - 1]
        found.append(Span(doc[start].idx, last.idx + len(last.text)))
    return sorted(found)
