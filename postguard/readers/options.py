"""What a reader may be told: which fields are published, how columns map, what is too much."""

from __future__ import annotations

from collections.abc import Mapping

from postguard.light_typing import NamedTuple

PUBLISHED_FIELDS = (
    "title",
    "linktitle",
    "subtitle",
    "description",
    "summary",
    "excerpt",
    "lead",
    "abstract",
    "caption",
    "tagline",
    "teaser",
    "intro",
    "tags",
    "categories",
    "keywords",
    "image_alt",
    "alt",
    "cover.alt",
    "cover.caption",
    "image.alt",
    "image.caption",
    "featured_image_alt",
    "seo.title",
    "seo.description",
    "seo_title",
    "seo_description",
    "meta_title",
    "meta_description",
    "og_title",
    "og_description",
    "og.title",
    "og.description",
    "twitter_title",
    "twitter_description",
    "twitter.title",
    "twitter.description",
    "social",
    "social_text",
    "social_image_alt",
    "tweet",
    "params.description",
    "params.summary",
    "params.subtitle",
)
"""Metadata fields that static site generators and their themes show to readers."""

TEXT_FIELDS = (
    "text",
    "body",
    "content",
    "message",
    "post",
    "caption",
    "title",
    "headline",
    "subject",
    "description",
    "summary",
    "comment",
    "first_comment",
    "tweet",
    "copy",
    "status",
    "alt",
    "alt_text",
)
"""Keys of a record that hold a post's text, where nothing else is configured."""


class ReaderOptions(NamedTuple):
    """Settings of the readers. The defaults read the common forms of each format."""

    front_matter_fields: tuple[str, ...] = PUBLISHED_FIELDS
    """Published metadata fields; dots name nested ones. Case does not matter."""
    columns: Mapping[str, str] = {}
    """Column name → role of a table: `text`, `link`, `alt`, `comment`, `ignore` or a key
    of `Post.meta` such as `date`, `platform`, `account`."""
    preset: str | None = None
    """Name of a table layout; None to tell it by the header."""
    delimiter: str | None = None
    """Of a table; None to tell it by suffix and header."""
    text_paths: tuple[str, ...] = ()
    """Where a data file holds text, such as ``posts[*].text``; empty for `text_fields`."""
    text_fields: tuple[str, ...] = TEXT_FIELDS
    comment: str = "#"
    """What begins a line that is for the author of a commit message only; ``auto`` if git
    chose it by the message."""
    keep_comments: bool = False
    """Whether such lines of a commit message are published with it."""
    max_characters: int = 64 * 1024 * 1024
    """A longer source is not read."""
    parse_seconds: float = 5.0
    """Time the HTML parser may take over one file."""
