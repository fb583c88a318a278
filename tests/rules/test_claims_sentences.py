"""The claim packs against sentences they were not written from."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from postguard.engine import Engine
from postguard.finding import Severity
from postguard.language import Language
from postguard.readers import decode, read
from postguard.rulebook.files import built_in_folder, read_folder
from postguard.rulebook.load import load_files

PACKS = ("claims", "finance", "health", "green", "disclosure")
SENTENCES: Mapping[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "claims_sentences.yaml").read_text(encoding="utf-8")
)
ABOVE_NOTE = {Severity.ERROR, Severity.WARNING}


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The shipped rules of the claim packs."""
    rulebook = load_files(read_folder(built_in_folder())).rulebook
    chosen = tuple(
        rule for rule in rulebook.rules if rule.enabled and rule.id.split("/")[0] in PACKS
    )
    return Engine(rulebook._replace(rules=chosen), language=Language())


def levels(engine: Engine, sentence: str) -> set[Severity]:
    """The severities of everything found in a sentence."""
    checked = engine.check(read(decode("draft.txt", sentence.encode()), None, "draft.txt"))
    assert not checked.failures
    return {finding.severity for finding in checked.findings}


def test_claims_are_found(engine: Engine) -> None:
    assert [row for row in SENTENCES["claims"] if not levels(engine, row) & ABOVE_NOTE] == []


def test_weak_claims_are_noted(engine: Engine) -> None:
    assert [row for row in SENTENCES["notes"] if levels(engine, row) != {Severity.NOTE}] == []


def test_known_misses_are_still_missed(engine: Engine) -> None:
    """A row found by now belongs under `claims`."""
    assert [row for row in SENTENCES["missed"] if levels(engine, row) & ABOVE_NOTE] == []


def test_innocent_sentences_pass(engine: Engine) -> None:
    assert [row for row in SENTENCES["innocent"] if levels(engine, row) & ABOVE_NOTE] == []
