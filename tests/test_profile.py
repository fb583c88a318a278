"""What a post says of itself wins over what the configuration says."""

import pytest

from postguard.profile import Profile, codes, of_post, only_adding


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Twitter, LinkedIn", ("x", "linkedin")),
        (["GB", "usa "], ("uk", "us")),
        (("fb", 3, None), ("facebook",)),
        ("", ()),
        (" , ", ()),
        (None, ()),
        (7, ()),
    ],
)
def test_codes(value: object, expected: tuple[str, ...]) -> None:
    assert codes(value) == expected


_BASE = Profile(jurisdiction=("us",), platform=("x",))


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({}, _BASE),
        ({"platform": ""}, _BASE),
        ({"platform": "ig"}, _BASE._replace(platform=("instagram",))),
        ({"jurisdiction": ["EU"], "sector": "Health"},
         _BASE._replace(jurisdiction=("eu",), sector=("health",))),
        ({"account": "employee"}, _BASE._replace(account="employee")),
        ({"account": "nobody"}, _BASE),
        ({"platform": "x", "postguard": {"platform": "tiktok"}},
         _BASE._replace(platform=("tiktok",))),
        ({"platform": "mastodon", "postguard": "text"}, _BASE._replace(platform=("mastodon",))),
    ],
)  # fmt: skip
def test_of_post(meta: dict[str, object], expected: Profile) -> None:
    assert of_post(_BASE, meta) == expected


@pytest.mark.parametrize(
    ("profile", "meta", "expected"),
    [
        (_BASE, {}, _BASE),
        (_BASE, {"jurisdiction": "uk", "postguard": {"platform": "tiktok"}},
         _BASE._replace(jurisdiction=("us", "uk"), platform=("x", "tiktok"))),
        (_BASE, {"account": "employee"}, _BASE),
        (_BASE, {"postguard": {"account": "employee", "audience": "board"}}, _BASE),
        (_BASE._replace(audience=("staff",)), {"audience": "board"},
         _BASE._replace(audience=("staff", "board"))),
        (_BASE._replace(account="employee"), {"account": "brand", "postguard": "text"},
         _BASE._replace(account="employee")),
    ],
)  # fmt: skip
def test_what_a_stranger_says_of_a_post_takes_nothing_away(
    profile: Profile, meta: dict[str, object], expected: Profile
) -> None:
    assert of_post(profile, only_adding(profile, meta)) == expected


def test_what_else_a_post_says_stays() -> None:
    meta = {"title": "Plan", "postguard": {"ignore": ["acme"], "platform": "x"}}
    kept = only_adding(Profile(), meta)
    assert kept["title"] == "Plan"
    assert kept["postguard"] == {
        "ignore": ["acme"], "jurisdiction": [], "sector": [], "platform": ["x"],
        "audience": [], "account": "brand",
    }  # fmt: skip
