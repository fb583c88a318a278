"""Images given to ``check``: found in a walk, named, piped; what of them is said and where."""

import json

import pytest

from tests.cli.house import Repository
from tests.git.repo import Repo
from tests.readers import images
from tests.readers.images import EXIF, text, tiff

TELLING = images.jpeg(
    (0xE1, EXIF + tiff({0x010E: text("We utilize it"), 0x013B: text("bluebird")}))
)
SILENT = images.png()
REPORT = """\
img/stand.jpg (Description)
  1:1 error acme/plain
    “utilize” is not our style.
      |
    1 | Description: We utilize it
      |                 ^^^^^^^
    help: Write it otherwise.

img/stand.jpg (Artist)
  1:1 error acme/secret
    Not our style.
      |
    1 | Artist: •••
      |         ^^^
    help: Write it otherwise.

Found 2 errors.
2 inputs (2 posts): 2 checked.
"""
DAMAGED = """\
Nothing found in what could be checked.
2 inputs (1 post): 0 checked, 1 partial, 1 failed.
Incomplete: this was not checked, or not in full.
  partial  cut.jpg: damaged, so save it anew: cut off or wrong: 68 bytes at byte 6 are not there
  failed   words.png: not read: no JPEG, PNG, WebP, GIF, TIFF, HEIF or AVIF image
"""


def test_images_are_met_in_a_walk_and_findings_name_their_field(repository: Repository) -> None:
    repository.write("img/stand.jpg", TELLING)
    repository.write("img/roof.PNG", SILENT)
    ran = repository.run("check", "img")
    assert (ran.code, ran.out) == (1, REPORT)


def test_the_place_in_an_image_is_the_image(repository: Repository) -> None:
    repository.write("stand.jpg", TELLING)
    report = json.loads(repository.run("check", "--output-format", "json", "stand.jpg").out)
    here = {"line": 1, "column": 1, "offset": 0}
    assert [
        (item["rule"], item["post"], item["start"], item["end"], item["match"], item["fix"])
        for item in report["findings"]
    ] == [
        ("acme/plain", "Description", here, here, "utilize", None),
        ("acme/secret", "Artist", here, here, None, None),
    ]


def test_an_image_on_standard_input(repository: Repository) -> None:
    ran = repository.run("check", "--stdin-filename", "stand.jpg", "-", stdin=TELLING)
    assert (ran.code, ran.out) == (
        1,
        REPORT.replace("img/stand.jpg", "stand.jpg").replace(
            "2 inputs (2 posts): 2", "1 input (1 post): 1"
        ),
    )


def test_a_damaged_image_is_not_clean(repository: Repository) -> None:
    repository.write("cut.jpg", TELLING[:40])
    repository.write("words.png", "no picture\n")
    ran = repository.run("check", "cut.jpg", "words.png")
    assert ran.code == 3
    assert ran.out == DAMAGED


def test_nothing_is_fixed_in_an_image_and_nothing_in_it_ignores(repository: Repository) -> None:
    words = "<!-- postguard-disable-file -- approved --> We utilize it"
    data = images.jpeg((0xE1, EXIF + tiff({0x010E: text(words)})))
    path = repository.write("stand.jpg", data)
    ran = repository.run("check", "--fix", "stand.jpg")
    assert ran.code == 1
    assert "fix" not in ran.out
    assert path.read_bytes() == data


def test_a_staged_image_is_judged_as_it_is_staged(repository: Repository) -> None:
    repo = Repo(repository.folder)
    repo.commit(old="We do it.\n")
    repository.write("stand.jpg", TELLING)
    repo.git("add", "stand.jpg")
    repository.write("stand.jpg", SILENT)
    assert repository.run("check", "--staged").code == 1
    repo.git("add", "stand.jpg")
    repository.write("stand.jpg", TELLING)
    assert repository.run("check", "--staged").code == 0


@pytest.mark.parametrize("arguments", [[], ["--fix"]])
def test_a_changed_image_counts_as_a_whole(repository: Repository, arguments: list[str]) -> None:
    repository.write("stand.jpg", SILENT)
    repository.write(".gitattributes", "*.jpg diff\n")
    repo = Repo(repository.folder)
    repo.commit(old="We do it.\n")
    assert repository.run("check", "--since", "HEAD", *arguments).code == 0
    repository.write("stand.jpg", TELLING)
    ran = repository.run("check", "--since", "HEAD", *arguments)
    assert ran.code == 1
    assert "stand.jpg (Description)" in ran.out
    assert "stand.jpg (Artist)" in ran.out
