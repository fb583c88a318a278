"""Host names taken apart: subdomain, registrable label and public suffix, in Unicode."""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


class Host(NamedTuple):
    """A host name split at its registrable domain. All parts are lower case and decoded."""

    subdomain: str
    """What stands before the registrable domain, such as ``www.shop``; may be empty."""
    label: str
    """The registrable domain's first label: what somebody chose and paid for."""
    suffix: str
    """The public suffix, such as ``co.uk``."""

    @property
    def registrable(self) -> str:
        """Label and suffix together."""
        return f"{self.label}.{self.suffix}"


def split_host(host: str) -> Host | None:
    """Take a host name apart; None if it has no registrable domain.

    An address, a bare name and ``printer.local`` have none. Punycode is decoded; what
    cannot be decoded stays as it is.
    """
    ascii_host = ".".join(_to_ascii(label) for label in host.lower().strip(".").split("."))
    registrable = _suffixes().privatesuffix(ascii_host, accept_unknown=False)
    if registrable is None or len(registrable) > len(ascii_host):
        return None
    label, _, suffix = registrable.partition(".")
    subdomain = ascii_host[: -len(registrable)].rstrip(".")
    return Host(_to_unicode(subdomain), _to_unicode(label), _to_unicode(suffix))


def is_shared_host(host: Host) -> bool:
    """Whether the suffix is a private one, under which a provider hosts its customers."""
    ascii_suffix = ".".join(_to_ascii(label) for label in host.suffix.split("."))
    return _registries().privatesuffix(ascii_suffix) is not None


def to_unicode(host: str) -> str:
    """The host name with every punycode label decoded."""
    return _to_unicode(host.lower().strip("."))


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False)


@cache
def _registries() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False, only_icann=True)


def _to_ascii(label: str) -> str:
    if label.isascii():
        return label
    return "xn--" + label.encode("punycode").decode("ascii")


def _to_unicode(host: str) -> str:
    return ".".join(_decoded(label) for label in host.split("."))


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
