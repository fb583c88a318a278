"""Our named tuples against those of `typing`: whoever uses one cannot tell."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

from postguard import light_typing


class Light(light_typing.NamedTuple):
    """A place."""

    line: int
    column: int = 1
    label: str | None = None

    @property
    def next(self) -> Light:
        """The place after it."""
        return self._replace(column=self.column + 1)


class Model(typing.NamedTuple):
    """A place."""

    line: int
    column: int = 1
    label: str | None = None


class Below(Light):
    """A class of its own, with the same fields."""

    __slots__ = ()


CALLS: list[tuple[tuple[object, ...], dict[str, object]]] = [
    ((1,), {}),
    ((1, 2), {}),
    ((1, 2, "a"), {}),
    ((1,), {"label": "a"}),
    ((), {"label": "a", "line": 3}),
    ((), {}),
    ((1, 2, "a", 4), {}),
    ((1,), {"line": 2}),
    ((1,), {"row": 2}),
    ((1, 2, "a"), {"label": "b"}),
    ((), {"column": 2}),
]


def _outcome(kind: typing.Any, call: tuple[tuple[object, ...], dict[str, object]]) -> object:
    """What a call makes, or why it makes nothing."""
    values, named = call
    try:
        made = kind(*values, **named)
    except TypeError as error:
        return str(error).replace("Light", "Model")
    return tuple(made), repr(made).replace("Light", "Model")


@pytest.mark.parametrize("call", CALLS)
def test_a_call_makes_the_same(call: tuple[tuple[object, ...], dict[str, object]]) -> None:
    assert _outcome(Light, call) == _outcome(Model, call)


def test_the_hundredth_is_like_the_first() -> None:
    class Fresh(light_typing.NamedTuple):
        line: int
        column: int = 1

    class Known(typing.NamedTuple):
        line: int
        column: int = 1

    for call in [*CALLS[:2], *[((at,), {}) for at in range(100)], *CALLS]:
        fresh, known = _outcome(Fresh, call), _outcome(Known, call)
        assert str(fresh).replace("Fresh", "Known") == str(known)
    assert type(Fresh(1)) is Fresh


def test_what_it_says_of_itself() -> None:
    for name in ("_fields", "_field_defaults", "__match_args__", "__slots__", "__doc__"):
        assert getattr(Light, name) == getattr(Model, name)
    assert typing.get_type_hints(Light) == typing.get_type_hints(Model)
    assert (Light.__name__, Light.__qualname__, Light.__module__) == ("Light", "Light", __name__)
    assert not hasattr(Light(1), "__dict__")


def test_it_is_a_tuple() -> None:
    place = Light(1, 2)
    line, column, label = place
    assert (line, column, label) == (place.line, place.column, place.label) == (1, 2, None)
    assert hash(place) == hash((1, 2, None))
    assert place < Light(1, 3)
    assert place.next == Light(1, 3)
    assert place._asdict() == {"line": 1, "column": 2, "label": None}
    assert {place: "here"}[1, 2, None] == "here"  # type: ignore[index]
    match place:
        case Light(line, column):
            assert (line, column) == (1, 2)


def test_no_field_can_be_set() -> None:
    with pytest.raises(AttributeError):
        Light(1).line = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Light(1).row = 2  # type: ignore[attr-defined]


def test_make_and_replace_want_every_field_and_no_other() -> None:
    assert Light._make([1, 2, "a"]) == Light(1, 2, "a")
    with pytest.raises(TypeError, match="Expected 3 arguments, got 2"):
        Light._make([1, 2])
    with pytest.raises(ValueError, match=r"unexpected field names: \['row'\]"):
        Light(1)._replace(row=2)  # type: ignore[call-arg]


def test_it_travels() -> None:
    for place in (Light(1, 2), Below(1, 2)):
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(place, protocol))  # noqa: S301
            assert (type(again), again) == (type(place), place)
        assert type(copy.deepcopy(place)) is type(place)


def test_a_class_below_makes_its_own() -> None:
    assert type(Below(1)._replace(column=3)) is Below
    assert [type(Below(at)) for at in range(60)] == [Below] * 60
    assert type(Light(1)) is Light
