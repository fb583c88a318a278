"""What a post says of itself wins over what the configuration says."""

import pytest

from postguard.profile import Profile, codes, of_post


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
