import pytest

from postguard.detectors import settings

WITH = {"words": ["a", "b"], "least": 3, "strict": True, "near": "(?i)card", "bad": 1.5}


def test_settings_are_read_by_type() -> None:
    assert settings.strings(WITH, "words") == ("a", "b")
    assert settings.number(WITH, "least", 0) == 3.0
    assert settings.flag(WITH, "strict")
    assert settings.text(WITH, "near") == "(?i)card"
    near = settings.pattern(WITH, "near")
    assert near is not None
    assert near.search("My Card")


def test_absent_settings_have_their_defaults() -> None:
    assert settings.strings({}, "words") == ()
    assert settings.number({}, "least", 2.5) == 2.5
    assert not settings.flag({}, "strict")
    assert settings.flag({}, "strict", default=True)
    assert settings.text({}, "near") == ""
    assert settings.pattern({}, "near") is None


def test_a_wrong_type_is_never_passed_over() -> None:
    with pytest.raises(TypeError, match=r"with\.bad must be a list"):
        settings.strings(WITH, "bad")
    with pytest.raises(TypeError, match=r"with\.words holds 5"):
        settings.strings({"words": [5]}, "words")
    with pytest.raises(TypeError, match=r"with\.near must be a number"):
        settings.number(WITH, "near", 0)
    with pytest.raises(TypeError, match=r"with\.strict must be a number"):
        settings.number(WITH, "strict", 0)
    with pytest.raises(TypeError, match=r"with\.least must be true or false"):
        settings.flag(WITH, "least")
    with pytest.raises(TypeError, match=r"with\.words must be a string"):
        settings.text(WITH, "words")
