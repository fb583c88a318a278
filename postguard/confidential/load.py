"""From the paths a run names to lists that posts can be checked against."""

from collections.abc import Sequence
from typing import NamedTuple

from postguard.confidential.hits import Sentences
from postguard.confidential.keys import KeyRing
from postguard.confidential.lists import PlainList, read_plain
from postguard.confidential.match import TermMatcher
from postguard.confidential.sealed import MAGIC, SealedFile, read_sealed
from postguard.errors import MissingKeyError
from postguard.files import DISK, Files


class Loaded(NamedTuple):
    """The lists of a run, and what must be said of those left out."""

    matcher: TermMatcher
    missing: tuple[MissingKeyError, ...] = ()
    """Sealed lists left out because there is no key and the run allows that. To be printed
    always: nothing was checked against them."""


def load_lists(
    paths: Sequence[str],
    keys: KeyRing,
    *,
    warn_on_missing_key: bool = False,
    sentences: Sentences | None = None,
) -> Loaded:
    """Open plain and sealed lists, told apart by what is in them.

    Args:
        paths: the lists, in the order findings name them.
        keys: what sealed lists are opened with.
        warn_on_missing_key: leave sealed lists out, and say so, when there is no key at all.
            A key that is there and wrong is an error all the same.
        sentences: how a text is cut into sentences, where entries ask for several things.

    Raises `TermsError` for a list that cannot be read, opened or trusted, `MissingKeyError`
    for a sealed list without a key, `ConfigError` for a mistake in a plain list.
    """
    sources = [read_list(path) for path in paths]
    missing: list[MissingKeyError] = []
    kept: list[PlainList | SealedFile] = []
    for source in sources:
        if warn_on_missing_key and isinstance(source, SealedFile) and not len(keys):
            missing.append(source.without_key())
        else:
            kept.append(source)
    return Loaded(TermMatcher(kept, keys, sentences), tuple(missing))


def read_list(path: str, files: Files = DISK) -> PlainList | SealedFile:
    """One list, plain or sealed. Raises as `load_lists`, but needs no key."""
    if is_sealed(path, files):
        return read_sealed(path, files)
    return read_plain(path, files)


def is_sealed(path: str, files: Files = DISK) -> bool:
    """Whether a file says that it is a sealed list, or its name does.

    The name counts too, so that a damaged sealed list is never taken for a plain one.
    """
    if path.endswith(".sealed"):
        return True
    try:
        return files.read(path, len(MAGIC)) == MAGIC
    except OSError:
        return False
