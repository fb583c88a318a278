"""``check --untrusted``: which files of a stranger's change are judged, and what they ignore."""

import os

import pytest

from tests import house
from tests.cli.stranger import BASE_CONFIG, FOUND, PullRequest

NEW = "postguard/new-ignore"
_LINK = "a link, and an untrusted run follows none"
_OTHERS = "We utilize it.\n"


def test_what_leaves_posts_out_is_the_base_alone(change: PullRequest) -> None:
    hidden = ("posts/.hg/x.md", "posts/.venv/x.md", "posts/node_modules/x.md")
    ignored = {".gitignore": "posts/\n*.md\n", "posts/.gitignore": "*\n"}
    change.propose({**ignored, **dict.fromkeys(hidden, _OTHERS)})
    done = change.check("posts")
    assert done.found == tuple(sorted((*FOUND, *(("acme/plain", name, 1) for name in hidden))))


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("posts/x.md", "/etc/passwd"),
        ("posts/x.md", "../.git/config"),
        ("posts/x.md", "a.md"),
        ("posts/x.md", "nowhere.md"),
        ("posts/x.md", "x.md"),
        ("posts/x.exe", "../../../../../etc"),
        ("posts/more", "../archive"),
        ("posts/more", "../.git"),
        ("posts/more", "."),
    ],
)
def test_no_link_is_followed(change: PullRequest, name: str, target: str) -> None:
    change.propose({name: f"-> {target}"})
    for named in (("posts",), ("posts", name)):
        done = change.check(*named)
        assert (done.code, done.found) == (3, FOUND)
        assert done.failed == ((name, _LINK),)


def test_nothing_is_reached_through_a_link(change: PullRequest) -> None:
    outside = change.folder / "outside"
    outside.mkdir()
    (outside / "x.md").write_text(_OTHERS)
    change.propose({"more": f"-> {outside}", "inner": "-> posts"})
    for named in ("more", "more/x.md", "more/", "inner/a.md", str(outside / "x.md")):
        done = change.check(named)
        assert (done.code, done.found) == (3, ())
        assert done.failed == ((named, _LINK),)


def test_a_checkout_may_be_reached_through_a_link_that_leads_to_it(change: PullRequest) -> None:
    (change.folder / "link").symlink_to(change.top)
    change.propose({"postguard.toml": ""})
    done = change.check(str(change.folder / "link" / "posts" / "a.md"))
    assert (done.code, [rule for rule, _, _ in done.found]) == (1, ["acme/plain"])


NAMES = (
    "posts/line\nbreak\n::error::x.md",
    "posts/-rf.md",
    "posts/--config=x.md",
    "posts/\x1b]0;title\x07.md",
    "posts/a:b,c%.md",
    "posts/\u202egnp.md",
)


def test_names_cannot_write_into_a_report(change: PullRequest) -> None:
    change.propose(dict.fromkeys(NAMES, _OTHERS))
    assert change.check("posts").found == tuple(
        sorted((*FOUND, *(("acme/plain", name, 1) for name in NAMES)))
    )
    arguments = ("check", "--untrusted", "--base", "main", "posts")
    annotated = change.run(*arguments, "--output-format", "github").out.splitlines()
    assert len(annotated) == len(FOUND) + len(NAMES)
    assert all(line.startswith("::error file=posts/") for line in annotated)
    shown = change.run(*arguments).out
    assert {"\x1b", "\x07", "\u202e"}.isdisjoint(shown)
    assert "\n::error" not in shown


def test_files_after_two_hyphens_are_no_options(change: PullRequest) -> None:
    change.propose({"--exit-zero": "x", "-": "x", "--no-ignores.md": _OTHERS})
    done = change.check("--", "--no-ignores.md")
    assert (done.code, done.found) == (1, (("acme/plain", "--no-ignores.md", 1),))


def test_what_changed_since_a_revision_is_judged_in_full(change: PullRequest) -> None:
    change.update_base({"posts/c.md": f"{_OTHERS}\nEnd.\n", "posts/d.md": "Synergy.\n"})
    change.propose(
        {
            "posts/c.md": f"{_OTHERS}\nThe end.\n",
            "posts/node_modules/e.md": _OTHERS,
            "posts/link.md": "-> a.md",
            "posts/moved.md": "Synergy.\n",
            "posts/d.md": None,
            ".gitattributes": "*.md binary -diff\n",
        }
    )
    done = change.check("posts", "--since", "main")
    assert (done.code, done.found, done.failed) == (
        3,
        (
            ("acme/no-fix", "posts/moved.md", 1),
            ("acme/plain", "posts/c.md", 1),
            ("acme/plain", "posts/node_modules/e.md", 1),
        ),
        (("posts/link.md", _LINK),),
    )
    done = change.check("posts", "--staged")
    assert (done.code, done.ran.err) == (
        2,
        "postguard: --untrusted is about a change that was committed, not --staged\n",
    )


def test_a_submodule_of_the_change_is_not_passed_over(change: PullRequest) -> None:
    change.repo.git(
        *("-c", "protocol.file.allow=always", "submodule", "--quiet", "add"),
        *(str(change.top), "posts/theirs"),
    )
    change.propose({})
    done = change.check("posts", "--since", "main")
    assert (done.code, done.failed) == (3, (("posts/theirs", "a repository of its own"),))
    assert ("acme/plain", "posts/theirs/posts/a.md", 1) in change.check("posts").found


DRAFT = """\
# Plan

<!-- postguard-disable-next-line acme/no-fix -- it is the title of a book -->
Synergy it is.
"""


def test_an_ignore_of_the_change_holds_and_is_told(change: PullRequest) -> None:
    change.update_base({"postguard.toml": BASE_CONFIG.replace("warning", "error")})
    change.propose({"posts/c.md": DRAFT})
    done = change.check("posts/c.md")
    assert (done.code, done.found, done.told) == (0, (), ((NEW, "posts/c.md"),))
    (told,) = (item for item in done.report["findings"] if item["rule"] == NEW)
    assert told["message"] == (
        "acme/no-fix is ignored here, and was not in the base revision: "
        "“it is the title of a book”."
    )
    assert (told["severity"], told["start"]["line"], told["match"]) == ("warning", 4, None)
    assert told["fingerprint"]
    assert change.check("posts/c.md", "--fail-on", "warning").code == 1


def test_an_ignore_that_is_in_the_base_is_not_told_again(change: PullRequest) -> None:
    change.update_base({"posts/c.md": DRAFT})
    change.propose({"posts/c.md": f"{DRAFT}\nMore of it.\n"})
    assert change.check("posts/c.md")[:3] == (0, (), ())
    change.propose({"posts/c.md": f"{DRAFT}\n{DRAFT.replace('it is', 'is all there')}"})
    assert change.check("posts/c.md").told == ((NEW, "posts/c.md"),)


def test_what_a_known_directive_newly_hides_is_told(change: PullRequest) -> None:
    everything = "<!-- postguard-disable-file acme/no-fix -->\nSynergy.\n"
    change.update_base({"posts/c.md": everything})
    change.propose({"posts/c.md": f"{everything}\nOf this there is much synergy.\n"})
    done = change.check("posts/c.md")
    assert done.told == ((NEW, "posts/c.md"),)
    (told,) = (item for item in done.report["findings"] if item["rule"] == NEW)
    assert told["start"]["line"] == 4
    assert told["message"].endswith("was not in the base revision, and no reason is given.")


def test_what_the_base_configuration_ignores_anyway_is_not_told(change: PullRequest) -> None:
    section = '[files."posts/**"]\nignore = ["acme/no-fix"]\n'
    change.update_base({"postguard.toml": BASE_CONFIG + section})
    change.propose({"posts/c.md": "---\npostguard: {ignore: [acme/no-fix]}\n---\n\nSynergy.\n"})
    assert change.check("posts/c.md").told == ()


def test_a_draft_cannot_talk_itself_out_of_a_rule(change: PullRequest) -> None:
    rule = house.rule("local", "cheapest", "applies: {jurisdiction: [us], account: [brand]}").text
    example = rule.replace(
        '"We **cheapest** it."', '{text: "The **cheapest**.", meta: {jurisdiction: us}}'
    )
    change.update_base(
        {
            "rules/acme/local.yaml": example,
            "postguard.toml": f"{BASE_CONFIG}[profile]\njurisdiction = ['us']\n",
            "terms.yaml": "terms:\n  - term: Bluefin\n    audiences: [board]\n",
        }
    )
    own = "{jurisdiction: uk, account: employee, audience: board}"
    for meta in (f"postguard: {own}", own.strip("{}").replace(", ", "\n")):
        change.propose({"posts/c.md": f"---\n{meta}\n---\n\nThe cheapest Bluefin.\n"})
        found = [rule for rule, _, _ in change.check("posts/c.md").found]
        assert found == ["acme/local", "confidential/terms"]
        assert change.check("posts/c.md", trusting=True).found == ()


@pytest.mark.parametrize(
    "draft",
    [
        "<!-- postguard-disable-file -->\nWe utilize it.\n",
        "<!-- postguard-disable-next-line acme/plain -- please -->\nWe utilize it.\n",
        "---\npostguard: {ignore: [acme]}\n---\nWe utilize it.\n",
    ],
)
def test_a_locked_rule_cannot_be_ignored(change: PullRequest, draft: str) -> None:
    unlocked = BASE_CONFIG.replace('locked = ["acme/plain"]', "locked = []")
    change.propose({"posts/a.md": draft, "postguard.toml": unlocked})
    done = change.check("posts/a.md")
    assert done.code == 1
    assert [rule for rule, _, _ in done.found] == ["acme/plain"]
    assert done.told == (
        ("postguard/locked-rule-ignored", "posts/a.md"),
        ("postguard/overruled-change", "postguard.toml"),
    )


def test_the_base_may_waive_what_is_told(change: PullRequest) -> None:
    waiver = (
        "version: 1\nwaivers:\n  - rule: postguard/new-ignore\n    reason: We trust them\n"
        "    approver: Dana Reyes\n    until: 2999-12-31\n"
    )
    change.update_base({"waivers.yaml": waiver})
    change.propose({"posts/c.md": DRAFT})
    assert change.check("posts/c.md")[:3] == (0, (), ())


def test_a_fix_is_not_written_through_a_link(change: PullRequest) -> None:
    change.propose({"posts/x.md": "-> a.md", "posts/c.md": _OTHERS})
    done = change.run("check", "--untrusted", "--base", "main", "--fix", "posts/x.md", "posts/c.md")
    assert done.code == 3
    assert (change.top / "posts/c.md").read_text() == "We use it.\n"
    assert (change.top / "posts/a.md").read_text() == _OTHERS
    assert os.path.islink(change.top / "posts/x.md")
