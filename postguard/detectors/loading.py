"""Finding a detector by the name a rule gives it."""

from functools import cache
from importlib import import_module

from postguard.detectors.interface import Detector
from postguard.detectors.registry import BUILT_IN

GROUP = "postguard.detectors"
"""The entry-point group of detectors that other packages bring."""


@cache
def find_detector(name: str) -> Detector:
    """The detector of that name, built in or installed.

    Raises `LookupError` if there is none.
    """
    place = BUILT_IN.get(name) or _installed(name)
    module, _, attribute = place.partition(":")
    detector: Detector = getattr(import_module(module), attribute)
    return detector


def known(name: str) -> bool:
    """Whether a rule may name this detector."""
    try:
        return bool(BUILT_IN.get(name) or _installed(name))
    except LookupError:
        return False


def _installed(name: str) -> str:
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP, name=name):
        return point.value
    raise LookupError(f"there is no detector named {name!r}")
