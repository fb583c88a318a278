"""What a post's metadata says of it, under one set of names."""

from collections.abc import Mapping

_ALIASES = {
    "date": (
        "publishdate",
        "publish_date",
        "publish_at",
        "published_at",
        "publishedat",
        "pubdate",
        "scheduled_at",
        "scheduledat",
        "scheduled_for",
        "scheduledate",
        "schedule_date",
        "scheduled_date",
        "posting time",
        "posting_time",
        "date",
        "datetime",
        "date-time",
    ),
    "platform": (
        "platform",
        "platforms",
        "network",
        "networks",
        "channel",
        "channels",
        "social_network",
    ),
    "account": ("account", "account_id", "accounts", "profile", "profiles", "handle"),
    "title": ("title", "headline", "subject"),
    "tags": ("tags", "tag", "keywords", "labels"),
    "draft": ("draft", "is_draft"),
    "sponsors": ("sponsors", "sponsor", "sponsored_by", "partners", "advertisers"),
}

_RANKS = {
    alias: (name, rank) for name, aliases in _ALIASES.items() for rank, alias in enumerate(aliases)
}
"""Name found in a file → our name for it, and its rank among its likes."""


def plain_meta(values: Mapping[str, object]) -> dict[str, object]:
    """The values by lower-case key, and the well-known ones under their own names too.

    A publication date outranks the date of writing. ``published: false``, as Jekyll
    has it, is a draft.
    """
    meta = {key.strip().lower(): value for key, value in values.items()}
    chosen: dict[str, tuple[int, object]] = {}
    for key, value in meta.items():
        if key in _RANKS and value not in (None, ""):
            name, rank = _RANKS[key]
            if name not in chosen or rank < chosen[name][0]:
                chosen[name] = rank, value
    for name, (_, value) in chosen.items():
        meta[name] = value
    if meta.get("published") is False:
        meta.setdefault("draft", True)
    return meta
