"""Well-known mishaps of public posts, retold with invented names, through the shipped rules.

Every draft in ``drafts/`` has a sidecar ``NAME.expect.yaml``: what happened in `story`, the
profile where it is not the default, and in `findings` everything that must be found, by
rule, severity and exact words of the draft, in order of place. An empty list: it passes.
"""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from postguard.engine import Engine
from postguard.language import Language
from postguard.profile import Profile
from postguard.readers import decode, read
from postguard.readers.image import listed
from postguard.rulebook.files import built_in_folder, read_folder
from postguard.rulebook.load import load_files
from tests.readers import images

_FOLDER = Path(__file__).parent / "drafts"
_SIDECAR = ".expect.yaml"
_DRAFTS = sorted(path.name for path in _FOLDER.iterdir() if not path.name.endswith(_SIDECAR))


@pytest.fixture(scope="module")
def engine() -> Engine:
    rulebook = load_files(read_folder(built_in_folder())).rulebook
    enabled = tuple(rule for rule in rulebook.rules if rule.enabled)
    profile = Profile(today=date(2026, 6, 1))
    return Engine(rulebook._replace(rules=enabled), profile, language=Language())


def _expected(name: str) -> list[Mapping[str, Any]]:
    sidecar = _FOLDER / f"{name.partition('.')[0]}{_SIDECAR}"
    told = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
    assert told["story"]
    findings: list[Mapping[str, Any]] = told["findings"]
    return findings


@pytest.mark.parametrize("name", _DRAFTS)
def test_draft(name: str, engine: Engine) -> None:
    document = read(decode(name, (_FOLDER / name).read_bytes()))
    checked = engine.check(document)
    assert not checked.failures
    assert not document.problems
    text = document.source.text
    found = [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            "match": text[finding.span.start : finding.span.end],
        }
        for finding in checked.findings
    ]
    assert found == _expected(name)


def test_a_picture_that_tells_where_its_subject_hides(engine: Engine) -> None:
    """A magazine's portrait of a man in hiding carried the place it was taken at."""
    fields = images.tiff(
        {0x010E: images.text("Anselm Hale, somewhere in the south")}, None, images.gps()
    )
    picture = images.jpeg((0xE1, images.EXIF + fields))
    source = listed("portrait.jpg", BytesIO(picture))
    (finding,) = engine.check(read(source)).findings
    assert (finding.rule, finding.severity.value) == ("leakage/exif-gps", "error")
    assert source.text[finding.span.start : finding.span.end] == "48.85837, 2.29448"


def test_every_draft_has_its_sidecar() -> None:
    stems = [name.partition(".")[0] for name in _DRAFTS]
    sidecars = [path.name.removesuffix(_SIDECAR) for path in _FOLDER.glob(f"*{_SIDECAR}")]
    assert sorted(stems) == sorted(sidecars)
