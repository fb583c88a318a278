"""``check --untrusted``: what a stranger's change may not do to what it is checked by."""

import pytest

from tests import house
from tests.cli.stranger import BASE, BASE_CONFIG, FOUND, Content, PullRequest

OVERRULED = "postguard/overruled-change"


def config(*lines: str, **keys: str) -> str:
    """The base's configuration with other values, and more lines at its end."""
    text = BASE_CONFIG
    for key, value in keys.items():
        old = next(line for line in text.splitlines() if line.startswith(f"{key} = "))
        text = text.replace(old, f"{key} = {value}")
    return text + "".join(f"{line}\n" for line in lines)


def test_a_change_that_is_none_is_judged_by_its_base(change: PullRequest) -> None:
    done = change.check()
    assert (done.code, done.found, done.told) == (1, FOUND, ())
    commit = change.repo.git("rev-parse", "main")
    assert done.ran.err == (
        "postguard: untrusted: configuration, rules, waivers, baseline and term lists are "
        f"those of main ({commit[:12]})\n"
    )


HOSTILE: dict[str, dict[str, Content]] = {
    "rule off": {"postguard.toml": 'ignore = ["acme"]\n' + BASE_CONFIG},
    "another selection": {"postguard.toml": 'select = ["acme/bold"]\n' + BASE_CONFIG},
    "lower fail level": {"postguard.toml": config(fail_on='"never"')},
    "severity": {"postguard.toml": config("[severity]", 'acme = "note"')},
    "exclude": {"postguard.toml": config(exclude='["posts/"]')},
    "ignore by file": {"postguard.toml": config('[files."posts/**"]', 'ignore = ["acme"]')},
    "unlock": {"postguard.toml": config(locked="[]")},
    "terms gone": {"postguard.toml": config(lists="[]")},
    "terms elsewhere": {
        "postguard.toml": config(lists='["mine.yaml"]'),
        "mine.yaml": "terms:\n  - term: Zzyzx\n",
    },
    "missing key": {"postguard.toml": config('on_missing_key = "warn"')},
    "rules elsewhere": {
        "postguard.toml": config(paths='["mine"]'),
        "mine/acme/plain.yaml": house.PLAIN.text.replace("utilize", "zzyzx"),
    },
    "another profile": {"postguard.toml": config("[profile]", 'account = "employee"')},
    "other readers": {"postguard.toml": config("[readers]", 'text_paths = ["nothing"]')},
    "an installed pipeline": {
        "postguard.toml": config("[language]", 'pipeline = "en_core_web_lg"')
    },
    "no configuration": {"postguard.toml": None},
    "nothing in it": {"postguard.toml": ""},
    "not to be read": {"postguard.toml": "= [["},
    "nested without end": {"postguard.toml": "a = " + "[" * 100_000},
    "not text": {"postguard.toml": b"\xff\xfe"},
    "too large": {"postguard.toml": "#" * (2 << 20)},
    "made a folder": {"postguard.toml": None, "postguard.toml/x": "x"},
    "made a link": {"postguard.toml": "-> /dev/null"},
    "made a link to a device": {"postguard.toml": "-> /dev/zero"},
    "a link to a good one": {"postguard.toml": "-> mine.toml", "mine.toml": 'ignore = ["acme"]\n'},
}
"""What a change may do to the configuration, each by its name."""


@pytest.mark.parametrize("edit", HOSTILE.values(), ids=HOSTILE)
def test_another_configuration_changes_nothing_and_is_told(
    change: PullRequest, edit: dict[str, Content]
) -> None:
    change.propose(edit)
    done = change.check()
    assert (done.code, done.found) == (1, FOUND)
    assert done.told == ((OVERRULED, "postguard.toml"),)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".postguard.toml", 'ignore = ["acme"]\n'),
        ("postguard.toml", 'ignore = ["acme"]\n'),
        ("pyproject.toml", '[tool.postguard]\nignore = ["acme"]\n'),
        ("pyproject.toml", b"[tool.postguard]\xff"),
    ],
)
def test_a_nearer_configuration_changes_nothing_and_is_told(
    change: PullRequest, name: str, text: Content
) -> None:
    change.propose({f"posts/{name}": text})
    done = change.check("posts")
    assert (done.code, done.found) == (1, FOUND)
    assert done.told == ((OVERRULED, f"posts/{name}"),)


def test_a_project_file_is_told_only_for_its_own_table(change: PullRequest) -> None:
    table = BASE_CONFIG.replace("[", "[tool.postguard.").replace("= [tool.postguard.", "= [")
    text = f"[project]\nname = 'a'\n[tool.postguard]\n{table}"
    change.update_base({"postguard.toml": None, "pyproject.toml": text})
    change.propose({"pyproject.toml": text.replace("'a'", "'b'")})
    assert change.check()[:3] == (1, FOUND, ())
    change.propose({"pyproject.toml": text.replace("warning", "never")})
    assert change.check()[:3] == (1, FOUND, ((OVERRULED, "pyproject.toml"),))


def test_what_only_looks_different_is_not_told(change: PullRequest) -> None:
    change.propose(
        {
            "postguard.toml": f"# A remark.\n{BASE_CONFIG}",
            "waivers.yaml": BASE["waivers.yaml"].replace("\n", "\r\n"),
        }
    )
    assert change.check()[:3] == (1, FOUND, ())


STEERING: dict[str, dict[str, Content]] = {
    "rule off": {"rules/acme/plain.yaml": house.PLAIN.text.replace("why:", "enabled: false\nwhy:")},
    "rule milder": {"rules/acme/plain.yaml": house.PLAIN.text.replace("error", "note")},
    "rule blunted": {"rules/acme/plain.yaml": house.PLAIN.text.replace("['utilize']", "['zzyzx']")},
    "rule gone": {"rules/acme/plain.yaml": None},
    "rule a link": {"rules/acme/plain.yaml": "-> /etc/passwd"},
    "rule that runs code": {
        "rules/acme/plain.yaml": "!!python/object/apply:os.system ['touch ran']\n"
    },
    "rule that explodes": {"rules/acme/zz.yaml": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"},
    "rule that clears": {
        "rules/acme/more.yaml": house.rule("more", "zzyzx", "unless: {near: [it]}").text
    },
    "another built-in": {"rules/acme/bold.yaml": house.BOLD.text.replace("amazing", "zzyzx")},
    "rule in the wrong place": {"rules/loose.yaml": house.PLAIN.text},
    "a hidden rule": {"rules/acme/deep/x.yaml": house.PLAIN.text},
    "waiver added": {
        "waivers.yaml": (
            "version: 1\nwaivers:\n  - rule: acme\n    reason: I say so\n    approver: Me\n"
            "    until: 2999-12-31\n"
        )
    },
    "waivers gone": {"waivers.yaml": None},
    "waivers broken": {"waivers.yaml": "&a [*a"},
    "baseline emptied": {"known.jsonl": ""},
    "baseline gone": {"known.jsonl": None},
    "baseline a link": {"known.jsonl": "-> /dev/zero"},
    "term gone": {"terms.yaml": "terms:\n  - term: Zzyzx\n"},
    "term allowed": {"terms.yaml": "terms:\n  - term: Bluefin\n    allow: [with Bluefin]\n"},
    "terms gone": {"terms.yaml": None},
    "terms a link": {"terms.yaml": "-> /dev/null"},
}
"""What a change may do to the other steering files, each by its name."""


@pytest.mark.parametrize("edit", STEERING.values(), ids=STEERING)
def test_other_rules_waivers_baseline_and_terms_change_nothing_and_are_told(
    change: PullRequest, edit: dict[str, Content]
) -> None:
    change.propose(edit)
    done = change.check()
    assert (done.code, done.found) == (1, FOUND)
    assert done.told == tuple((OVERRULED, name) for name in edit)
    assert not (change.top / "ran").exists()
