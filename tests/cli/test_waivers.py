"""``postguard waive``, and checks with waivers."""

import json

import jsonschema
import pytest

from tests.cli.house import Repository

DRAFT = "# Launch\n\nWe utilize synergy.\n"
ASKED = ("--reason", "Quoted from the “plan”", "--until", "2999-12-31", "--approver", "Dana Reyes")


def fingerprints(repository: Repository) -> dict[str, str]:
    done = repository.run("check", ".", "--output-format", "json")
    return {item["rule"]: item["fingerprint"] for item in json.loads(done.out)["findings"]}


@pytest.mark.parametrize("how", ["whole", "short", "place", "line"])
def test_waive_writes_down_which_finding_why_and_who(repository: Repository, how: str) -> None:
    repository.write("posts/a.md", DRAFT)
    whole = fingerprints(repository)["acme/plain"]
    named = {
        "whole": whole,
        "short": whole[:8],
        "place": "posts/a.md:3:4",
        "line": "posts/a.md:3",
    }[how]
    done = repository.run("waive", named, *ASKED)
    if how == "line":
        assert done.code == 2
        assert done.err.splitlines()[0] == (
            "postguard: posts/a.md:3: that is more than one finding; name one of"
        )
        assert f"  {whole}  acme/plain" in done.err.splitlines()
        return
    assert done == (
        0,
        (
            "waived acme/plain at posts/a.md:3:4 until 2999-12-31, in waivers.yaml\n"
            f'now add to {repository.folder}/postguard.toml: waivers = "waivers.yaml"\n'
        ),
        "",
    )
    assert repository.read("waivers.yaml") == (
        "# Findings that may be published for a time, why, and who said so.\n"
        "version: 1\n"
        "waivers:\n"
        "  - rule: acme/plain\n"
        '    path: "/posts/a.md"\n'
        f'    fingerprint: "{whole}"\n'
        '    reason: "Quoted from the “plan”"\n'
        '    approver: "Dana Reyes"\n'
        "    until: 2999-12-31\n"
    )


def test_a_waived_finding_does_not_fail_and_is_listed(repository: Repository) -> None:
    repository.write("posts/a.md", "We utilize it.\n")
    repository.run("waive", "posts/a.md:1", *ASKED)
    assert repository.run_apart("check", "posts", "--waivers", "waivers.yaml") == (
        0,
        (
            "Nothing open.\n"
            "Not listed: 1 waived.\n"
            "  waived   posts/a.md:1:4 acme/plain: Quoted from the “plan” "
            "(approved by Dana Reyes, until 2999-12-31)\n"
            "1 input (1 post): 1 checked.\n"
        ),
        "",
    )
    repository.configure('waivers = "waivers.yaml"')
    done = repository.run("check", ".", "--output-format", "json")
    report = json.loads(done.out)
    assert done.code == 0
    assert [item["disposition"] for item in report["findings"]] == ["waived"]
    assert report["summary"]["suppressed"][0]["reason"] == (
        "Quoted from the “plan” (approved by Dana Reyes, until 2999-12-31)"
    )
    again = repository.run("waive", "posts/a.md:1", *ASKED)
    assert again.err == (
        "postguard: posts/a.md:1: this finding is already waived: Quoted from the “plan” "
        "(approved by Dana Reyes, until 2999-12-31)\n"
    )


def test_a_locked_rule_can_be_waived_and_not_ignored(repository: Repository) -> None:
    repository.configure('waivers = "waivers.yaml"')
    repository.write(
        "postguard.toml", repository.read("postguard.toml") + '[ignores]\nlocked = ["acme/plain"]\n'
    )
    repository.write("waivers.yaml", "version: 1\nwaivers: []\n")
    repository.write(
        "a.md", "<!-- postguard-disable-next-line acme/plain -- mine -->\n\nWe utilize it.\n"
    )
    done = repository.run("check", "a.md", "-q")
    assert done.code == 1
    assert "1:1 error postguard/locked-rule-ignored" in done.out
    assert "3:4 error acme/plain" in done.out
    repository.write("a.md", "We utilize it.\n")
    assert repository.run("waive", "a.md:1", *ASKED).code == 0
    assert repository.run("check", "a.md").code == 0


def test_an_expired_waiver_fails_and_says_who_approved_it(repository: Repository) -> None:
    repository.write("posts/a.md", "Fine.\n")
    repository.write(
        "waivers.yaml",
        "version: 1\nwaivers:\n"
        "  - {rule: acme/plain, reason: Old, approver: Dana Reyes, until: 2020-01-31}\n",
    )
    assert repository.run("check", "posts/a.md", "--waivers", "waivers.yaml") == (
        1,
        (
            "waivers.yaml\n"
            "  3:5 error postguard/expired-waiver\n"
            "    This waiver of acme/plain expired on 2020-01-31; Dana Reyes approved it.\n"
            "      |\n"
            "    3 |   - {rule: acme/plain, reason: Old, approver: Dana Reyes, until: 2020-01-31}\n"
            "      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
            "    help: Repair what it covers and remove it, or ask Dana Reyes to renew it.\n"
            "    ask: Dana Reyes\n"
            "\n"
            "Found 1 error.\n"
            "1 input (1 post): 1 checked.\n"
        ),
        "",
    )


def test_an_unused_waiver_is_reported_only_by_a_run_that_could_use_it(
    repository: Repository,
) -> None:
    repository.configure('waivers = "waivers.yaml"')
    repository.write("posts/2019/a.md", "Fine.\n")
    repository.write("posts/b.md", "Fine.\n")
    repository.write(
        "waivers.yaml",
        "version: 1\nwaivers:\n"
        "  - {path: posts/2019/**, reason: Old, approver: Dana Reyes, until: 2999-01-31}\n",
    )
    assert "postguard/unused-waiver" not in repository.run("check", "posts/2019/a.md").out
    assert "postguard/unused-waiver" not in repository.run("check", ".", "--select", "acme").out
    done = repository.run("check", ".")
    assert done.code == 0
    assert "  3:5 warning postguard/unused-waiver\n" in done.out
    assert repository.run("check", "posts", "--fail-on", "warning").code == 1


def test_every_format_writes_a_report_with_an_expired_waiver(repository: Repository) -> None:
    repository.write("a.md", "Fine.\n")
    repository.write(
        "waivers.yaml",
        "version: 1\nwaivers:\n"
        "  - {rule: acme/plain, reason: Old, approver: Dana Reyes, until: 2020-01-31}\n",
    )
    for form in "json sarif github gitlab junit rdjson markdown csv html".split():
        done = repository.run("check", "a.md", "--waivers", "waivers.yaml", "--output-format", form)
        assert done.code == 1, form
        assert "Dana Reyes" in done.out, form


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("0" * 32,), f"{'0' * 32}: there is no such finding"),
        (("a.md:9",), "a.md:9: there is no such finding"),
        (("nonsense",), "nonsense: neither a fingerprint nor PATH:LINE:COLUMN"),
        (("a.md:1", "--until", "soon"), "--until soon: not a day; write it as 2030-12-31"),
        (("a.md:1", "--until", "2020-01-01"), "--until 2020-01-01: that day is past"),
        (("a.md:1", "--reason", " "), "--reason: say why it may be published"),
        (("b.md:1",), "b.md: there is no such file or folder"),
    ],
)
def test_what_cannot_be_waived(
    repository: Repository, arguments: tuple[str, ...], said: str
) -> None:
    repository.write("a.md", "We utilize it.\n")
    assert repository.run("waive", *ASKED, *arguments) == (2, "", f"postguard: {said}\n")
    assert not (repository.folder / "waivers.yaml").exists()


def test_the_approver_is_whoever_git_says(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("a.md", "We utilize it.\n")
    repository.write("bin/git", "#!/bin/sh\necho Kim Lee\n").chmod(0o755)
    monkeypatch.setenv("PATH", f"{repository.folder}/bin")
    assert repository.run("waive", "a.md:1", *ASKED[:4]).code == 0
    assert 'approver: "Kim Lee"' in repository.read("waivers.yaml")
    repository.write("bin/git", "#!/bin/sh\nexit 1\n")
    assert repository.run("waive", "a.md:1", *ASKED[:4]) == (
        2,
        "",
        "postguard: --approver: say who approved it\n",
    )


def test_a_wrong_file_is_an_error_with_its_place(repository: Repository) -> None:
    repository.write("a.md", "We utilize it.\n")
    repository.write("waivers.yaml", "version: 1\nwaivers:\n  - rule: acme\n    reason: x\n")
    for arguments in (("check", "a.md", "--waivers", "waivers.yaml"), ("waive", "a.md:1", *ASKED)):
        done = repository.run(*arguments)
        assert (done.code, done.err) == (
            2,
            "postguard: waivers.yaml:3:5: [waivers.0.approver] 'approver' is missing\n",
        )
    gone = repository.run("check", "a.md", "--waivers", "none.yaml")
    assert (gone.code, gone.err) == (2, "postguard: --waivers none.yaml: there is no such file\n")


def test_the_schema_says_what_a_waiver_is(repository: Repository) -> None:
    schema = json.loads(repository.run("schema", "waivers").out)
    waiver = {"reason": "Old", "approver": "Dana", "until": "2030-01-01"}
    jsonschema.validate({"version": 1, "waivers": [{"rule": "acme", **waiver}]}, schema)
    for wrong in (waiver, {"rules": "acme", **waiver}, {"rule": "acme", **waiver, "reason": ""}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"version": 1, "waivers": [wrong]}, schema)


def test_waive_keeps_the_byte_order_mark_of_a_file_written_elsewhere(
    repository: Repository,
) -> None:
    repository.write("posts/a.md", DRAFT)
    repository.write("waivers.yaml", "\ufeffversion: 1\nwaivers: []\n")
    assert repository.run("waive", "posts/a.md:3:4", *ASKED).code == 0
    assert repository.read("waivers.yaml").startswith(
        "\ufeffversion: 1\nwaivers:\n  - rule: acme/plain\n"
    )
