"""Whose post this is and where it will appear: what rules may take into account."""

from __future__ import annotations

from collections.abc import Mapping

from postguard.light_typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Brand(NamedTuple):
    """What is ours to protect, and whom we compete with. All as written in the config."""

    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    """Registrable domains of ours, such as ``acme.example``."""
    handles: tuple[str, ...] = ()
    """Social handles of ours, without ``@``."""
    competitors: tuple[str, ...] = ()
    internal_domains: tuple[str, ...] = ()
    ticket_prefixes: tuple[str, ...] = ()
    codenames: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    approved_clients: tuple[str, ...] = ()
    """Customers who agreed to be named."""


class Profile(NamedTuple):
    """The conditions a post is judged under, from the config and the post's own meta."""

    jurisdiction: tuple[str, ...] = ()
    """Lower-case codes such as ``us``, ``uk``, ``eu``; empty: not stated."""
    sector: tuple[str, ...] = ()
    platform: tuple[str, ...] = ()
    account: str = "brand"
    """``brand`` or ``employee``."""
    audience: tuple[str, ...] = ()
    """Who will read it, for confidential terms that some may; empty: everyone."""
    brand: Brand = Brand()
    today: date | None = None
    """The date the run judges by; None for the real one."""
    options: Mapping[str, object] = {}
    """Further settings of single rules, by rule id."""


def of_post(profile: Profile, meta: Mapping[str, object]) -> Profile:
    """The profile with what the post says of itself, its audience included.

    The post's own ``postguard`` table wins over its plain fields, and both over the
    configuration.
    """
    own = meta.get("postguard")
    table = {**meta, **own} if isinstance(own, Mapping) else meta
    changes: dict[str, object] = {
        key: codes(table[key])
        for key in ("jurisdiction", "sector", "platform", "audience")
        if codes(table.get(key))
    }
    if table.get("account") in ("brand", "employee"):
        changes["account"] = table["account"]
    return profile._replace(**changes) if changes else profile  # type: ignore[arg-type]


def only_adding(profile: Profile, meta: Mapping[str, object]) -> dict[str, object]:
    """A post's meta, so that what it says of itself adds to a profile and takes nothing away.

    For posts of somebody who must not choose by which rules they are judged: a
    jurisdiction, sector or platform is added; an audience too, unless everyone is meant;
    the account is the profile's.
    """
    own = of_post(Profile(), meta)
    table = meta.get("postguard")
    audience = (*profile.audience, *own.audience) if profile.audience else ()
    return {
        **meta,
        "postguard": {
            **(table if isinstance(table, Mapping) else {}),
            "jurisdiction": [*profile.jurisdiction, *own.jurisdiction],
            "sector": [*profile.sector, *own.sector],
            "platform": [*profile.platform, *own.platform],
            "audience": list(audience),
            "account": profile.account,
        },
    }


def codes(value: object) -> tuple[str, ...]:
    """A value as the lower-case codes that rules use; "Twitter, LinkedIn" is two."""
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(
        _ALIASES.get(code, code)
        for item in values
        if isinstance(item, str)
        for code in (part.strip().lower() for part in item.split(","))
        if code
    )


_ALIASES = {"twitter": "x", "gb": "uk", "usa": "us", "fb": "facebook", "ig": "instagram"}
