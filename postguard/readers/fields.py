"""Published fields of a data tree, as segments."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from postguard.document import Segment, SegmentKind
from postguard.readers.builder import SegmentBuilder
from postguard.readers.scalars import add_scalar
from postguard.tree import Node


def named_fields(text: str, root: Node, names: tuple[str, ...], kind: SegmentKind) -> list[Segment]:
    """Every string under one of the dotted `names`, whose case does not matter."""
    wanted = lower_case(names)
    return [
        segment
        for path, node in _named(root, "", wanted)
        if (segment := scalar_segment(text, node, kind, path)) is not None
    ]


@lru_cache(maxsize=16)
def lower_case(names: tuple[str, ...]) -> frozenset[str]:
    """Some names in lower case; they are the same for every post of a run."""
    return frozenset(name.lower() for name in names)


def strings(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Every string at or under a node, with its path such as ``a.b[0]``."""
    if isinstance(node.value, str):
        yield path, node
    for key, field in (node.fields or {}).items():
        yield from strings(field, f"{path}.{key}" if path else key)
    for index, item in enumerate(node.items):
        yield from strings(item, f"{path}[{index}]")


def scalar_segment(text: str, node: Node, kind: SegmentKind, path: str) -> Segment | None:
    """The segment of one scalar; None if it holds no text."""
    builder = SegmentBuilder(text)
    add_scalar(builder, text, node)
    return builder.build(kind, path)


def _named(node: Node, path: str, wanted: AbstractSet[str]) -> Iterator[tuple[str, Node]]:
    for key, field in (node.fields or {}).items():
        inner = f"{path}.{key}" if path else key
        if inner.lower() in wanted:
            yield from strings(field, inner)
        else:
            yield from _named(field, inner, wanted)
