"""Settings for files by glob: which hold, and what they do to posts and findings."""

from postguard.config import Config, FileSection
from postguard.document import Source
from postguard.finding import Disposition
from postguard.per_file import sections_of, settled_by, with_meta
from postguard.readers import read
from tests import house

_ALL = FileSection("posts/**", ignore=("acme",), meta={"platform": ["x"], "sector": ["health"]})
_ONE = FileSection("/posts/a.md", meta={"platform": ["tiktok"]})
_CONFIG = Config(root=".", files=(_ALL, _ONE))


def test_the_sections_whose_globs_match_in_their_order() -> None:
    assert sections_of(_CONFIG, "posts/a.md") == [_ALL, _ONE]
    assert sections_of(_CONFIG, "posts/b.md") == [_ALL]
    assert sections_of(_CONFIG, "b.md") == []
    assert sections_of(_CONFIG, "-") == []


def test_later_sections_and_the_posts_own_fields_win() -> None:
    document = read(Source("posts/a.md", "---\nsector: tech\n---\n\nText.\n"))
    assert with_meta(document, _CONFIG, []).posts == document.posts
    (post,) = with_meta(document, _CONFIG, [_ALL, _ONE]).posts
    assert post.meta == {"platform": ["tiktok"], "sector": "tech"}


def test_a_strangers_own_fields_add_to_the_sections() -> None:
    document = read(Source("posts/a.md", "---\nsector: tech\n---\n\nText.\n"))
    strange = _CONFIG._replace(untrusted_below=".")
    (post,) = with_meta(document, strange, [_ALL]).posts
    assert post.meta["postguard"] == {
        "jurisdiction": [], "sector": ["health", "tech"], "platform": ["x"],
        "audience": [], "account": "brand",
    }  # fmt: skip


def test_a_section_ignores_what_it_names_unless_it_is_locked() -> None:
    (finding,) = house.checker(house.NO_FIX).check_bytes("posts/a.md", b"Synergy.").findings
    ignored = settled_by([_ONE, _ALL], finding, ())
    assert (ignored.disposition, ignored.reason) == (
        Disposition.IGNORED,
        "by the configuration, for posts/**",
    )
    assert settled_by([_ALL], finding, ("acme/no-fix",)) == finding
    assert settled_by([_ONE], finding, ()) == finding
    waived = finding._replace(disposition=Disposition.WAIVED)
    assert settled_by([_ALL], waived, ()) == waived
