"""What the configuration says of single files, by globs."""

from collections.abc import Sequence

from postguard.config import Config, FileSection
from postguard.document import Document
from postguard.finding import Disposition, Finding
from postguard.paths import matches, relative
from postguard.profile import of_post, only_adding
from postguard.selection import names


def sections_of(config: Config, uri: str) -> list[FileSection]:
    """The sections that hold for an input, in the order of the configuration."""
    if not config.files or uri == "-":
        return []
    place = relative(uri, config.root)
    return [section for section in config.files if matches(section.glob, place)]


def with_meta(document: Document, config: Config, sections: Sequence[FileSection]) -> Document:
    """The posts with what is said of their files; their own fields win.

    A stranger's own fields only add to what the configuration says.
    """
    meta: dict[str, object] = {}
    for section in sections:
        meta.update(section.meta)
    posts = document.posts
    if config.untrusted_below is not None:
        profile = of_post(config.profile, meta)
        posts = tuple(post._replace(meta=only_adding(profile, post.meta)) for post in posts)
    if meta:
        posts = tuple(post._replace(meta={**meta, **post.meta}) for post in posts)
    return document._replace(posts=posts)


def settled_by(sections: Sequence[FileSection], finding: Finding, locked: Sequence[str]) -> Finding:
    """The finding, marked as ignored if it is open and one of the sections ignores it."""
    if finding.disposition is not Disposition.OPEN or names(locked, finding.rule):
        return finding
    for section in sections:
        if names(section.ignore, finding.rule):
            reason = f"by the configuration, for {section.glob}"
            return finding._replace(disposition=Disposition.IGNORED, reason=reason)
    return finding
