"""Whose post this is and where it will appear: what rules may take into account."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


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
    brand: Brand = Brand()
    today: date | None = None
    """The date the run judges by; None for the real one."""
    options: Mapping[str, object] = {}
    """Further settings of single rules, by rule id."""
