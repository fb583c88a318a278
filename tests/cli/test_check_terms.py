"""``check`` with confidential terms: lists, keys, exit codes, and nothing told."""

import base64
import hashlib
import json
import random
import string
from unittest import mock

import pytest

from postguard.confidential.keys import new_key
from tests.cli.house import Ran, Repository

FORMATS = (
    "text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown", "csv", "html",
)  # fmt: skip
LIST = """\
title: Clients and Deals
contact: legal@example.com
terms:
  - {term: Zorvane Quill, owner: m-and-a@example.com, label: deal 7, until: 2027-03-01}
  - {term: Green Harbour, audiences: [board, staff], severity: warning}
  - {together: [Larkspur Foods, takeover]}
  - {term: Brackenthwaite, fuzzy: 1}
"""


@pytest.fixture
def sealed(repository: Repository) -> Repository:
    """A repository whose list is sealed, with a key file and a post that tells a term."""
    repository.write("private/deals.yaml", LIST)
    assert repository.run("terms", "key", "new", "-o", "terms.key").code == 0
    sealing = (
        "terms",
        "seal",
        "private/deals.yaml",
        "-o",
        "deals.sealed",
        "--key-file",
        "terms.key",
    )
    assert repository.run(*sealing).code == 0
    repository.write("posts/a.md", "Green Harbour and Brackenthwaite.\n")
    return repository


def terms_table(repository: Repository, more: str = "") -> None:
    text = repository.read("postguard.toml")
    repository.write("postguard.toml", f'{text}\n[terms]\nlists = ["deals.sealed"]\n{more}\n')


def rules_in(ran: Ran) -> list[str]:
    return [item["rule"] for item in json.loads(ran.out)["findings"]]


JSON = ("check", "--output-format", "json", "posts")
LISTED = ["confidential/clients-and-deals"] * 2


def test_lists_in_the_configuration(sealed: Repository) -> None:
    terms_table(sealed, 'key_file = "terms.key"')
    assert 'select = ["acme"]' in sealed.read("postguard.toml")
    ran = sealed.run(*JSON)
    assert (ran.code, rules_in(ran)) == (1, LISTED)
    assert json.loads(ran.out)["summary"]["statistics"] == {"terms in deals.sealed": 4}
    assert "  terms    deals.sealed: 4 entries\n" in sealed.run("check", "posts").out
    assert rules_in(sealed.run(*JSON, "--ignore", "confidential/clients-and-deals")) == []
    assert rules_in(sealed.run(*JSON, "--select", "acme")) == []
    assert rules_in(sealed.run(*JSON, "--select", "acme", "--terms", "deals.sealed")) == LISTED


def test_no_key_is_incomplete_never_clean(sealed: Repository) -> None:
    ran = sealed.run(*JSON, "--terms", "deals.sealed", "--select", "confidential")
    assert (ran.code, rules_in(ran)) == (3, [])
    (failure,) = json.loads(ran.out)["failures"]
    assert (failure["path"], failure["stage"]) == ("deals.sealed", "terms")
    assert failure["reason"].startswith("this sealed list cannot be checked against: no key")


def test_no_key_where_there_cannot_be_one(sealed: Repository) -> None:
    sealed.write("postguard.toml", 'extend_select = ["confidential"]\n')
    terms_table(sealed, 'on_missing_key = "warn"\nkey_file = "elsewhere.key"')
    for options in ((), ("--quiet",), ("--output-format", "sarif")):
        ran = sealed.run("check", "posts", *options)
        assert ran.code == 0
        assert "deals.sealed: this sealed list cannot be checked against" in ran.out + ran.err


def test_a_wrong_key_and_a_damaged_list(sealed: Repository) -> None:
    sealed.write("postguard.toml", "")
    terms_table(sealed, 'on_missing_key = "warn"\nkey_file = "terms.key"')
    whole = sealed.read("deals.sealed")
    key = sealed.read("terms.key")
    (sealed.folder / "terms.key").write_text(new_key().reveal())
    wrong = sealed.run("check", "posts")
    (sealed.folder / "terms.key").write_text(key)
    sealed.write("deals.sealed", whole.replace("entries 4", "entries 5"))
    damaged = sealed.run("check", "posts")
    assert (wrong.code, damaged.code) == (3, 3)
    assert "deals.sealed: no key given opens this sealed list" in wrong.out
    assert "deals.sealed: this sealed list cannot be trusted" in damaged.out


def test_a_list_that_is_not_there(sealed: Repository) -> None:
    missing = sealed.run("check", "posts", "--terms", "none.csv")
    assert (missing.code, missing.err) == (
        2,
        "postguard: --terms none.csv: there is no such file\n",
    )
    sealed.write("postguard.toml", '[terms]\nlists = ["none.csv"]\n')
    configured = sealed.run("check", "posts")
    assert configured.code == 2
    assert "postguard.toml:2:1: [terms.lists] there is no file 'none.csv'" in configured.err


def test_lists_and_keys_are_no_drafts(sealed: Repository) -> None:
    sealed.write("postguard.toml", '[terms]\nlists = ["names.csv"]\nkey_file = "key.txt"\n')
    sealed.write("names.csv", "term\nGreen Harbour\n")
    sealed.write("key.txt", "")
    ran = sealed.run("check", "--output-format", "json", "names.csv", "key.txt")
    assert [item["reason"] for item in json.loads(ran.out)["inputs"]] == [
        "a list of confidential terms",
        "the key of the confidential terms",
    ]


CHANCE = random.SystemRandom()


def name() -> str:
    first, second = (
        "".join(CHANCE.choice(string.ascii_lowercase) for _ in range(9)).title() for _ in range(2)
    )
    return f"{first} {second}"


def traces(term: str) -> set[bytes]:
    """What would tell a term, or part of it, to whoever looks for it."""
    joined = term.replace(" ", "")
    spelt = {term, joined, term.replace(" ", "-"), *term.split()}
    spelt |= {text.lower() for text in spelt}
    digests = {
        getattr(hashlib, kind)(text.encode()).hexdigest()[:16].encode()
        for kind in ("md5", "sha1", "sha256", "blake2b", "blake2s")
        for text in spelt
    }
    encoded = {base64.b64encode(text.encode()).rstrip(b"=") for text in spelt}
    return {text.encode().lower() for text in spelt} | digests | {text.lower() for text in encoded}


def test_no_byte_of_any_command_tells_a_term(repository: Repository) -> None:
    names = [name() for _ in range(4)]
    plain, folder = "private/deals.csv", repository.folder
    rows = "".join(f"{each},owner{number}@example.com\n" for number, each in enumerate(names))
    repository.write(plain, f"term,owner\n{rows}")
    said = [repository.run("terms", "key", "new", "-o", "terms.key")]
    key = ("--key-file", "terms.key")
    said.append(repository.run("terms", "seal", plain, "-o", "deals.sealed", *key))
    repository.write(
        "postguard.toml",
        'extend_select = ["acme"]\nignore = ["acme/secret"]\n[terms]\n'
        'lists = ["deals.sealed", "private/deals.csv"]\nkey_file = "terms.key"\n',
    )
    first, second, third, fourth = names
    repository.write(
        "posts/a.md",
        f"---\npostguard: {{ignore: acme/plain, reason: ask {third}}}\n---\n"
        f"# {first}, so-called\n\n"
        f"We utilize {second} for **{third.replace(' ', '** ')}.\n\n"
        f"<!-- postguard-disable-next-line confidential -- {fourth} knows -->\n\n"
        f"{fourth} #{fourth.replace(' ', '')} at https://example.com/{first.replace(' ', '-')}.\n",
    )
    repository.write("posts/b.csv", f"message,link\nutilize {first},https://x.test/{second}\n")
    repository.write("posts/c.html", f"<p title='{third}'>amazing <b>{first}</b></p>")
    repository.write("posts/d.txt", f"{second} " * 300 + "synergy\n")
    joined = [each.replace(" ", "-") for each in names]
    repository.write(f"posts/{joined[0].lower()}-launch.md", "We utilize it.\n")
    repository.write(f"posts/{joined[1].lower()}-launch.md", "We utilize it.\n")
    repository.write(f"posts/{joined[2]}/deep.txt", f"utilize {first}\n")
    repository.write(f"posts/{joined[3]}.png", "no draft")
    repository.write(f"posts/{joined[0]}_bad.txt", b"utilize \xff it")
    repository.write("posts/broken.md", f"---\n{first}: [\n{second}: &x\n---\nutilize\n")
    repository.write("posts/keys.json", f'{{"{third}": [{{"text": "utilize it"}}], "{first}": 1}}')
    repository.write("posts/broken.json", f'{{"{third}": {second}}}')
    repository.write("posts/broken.csv", f'message\n"{second}" {first}\n')
    drafts = {path for path in folder.rglob("*") if path.is_file()}
    formats = [f"--output-format={each}=out.{each}" for each in FORMATS]
    checks = [repository.run("check", "posts", *formats)]
    checks.append(repository.run("check", "posts"))
    checks += [
        repository.run("check", "posts", *options)
        for options in (
            ("--statistics",),
            ("--no-ignores",),
            ("--diff", "--unsafe-fixes"),
            ("--config", "posts/a.md"),
            ("--terms", "posts/a.md"),
            ("--baseline", plain),
            ("--waivers", plain),
        )
    ]
    checks.append(repository.run("check", "-", stdin=(folder / "posts/a.md").read_bytes()))
    assert [ran.code for ran in checks] == [3] * 5 + [2] * 4 + [1]
    said += checks
    said += [
        repository.run("baseline", "create", "posts"),
        repository.run("baseline", "show"),
        repository.run("waive", "posts/a.md:4:3", "--reason", "r", "--until", "2999-01-01"),
        repository.run(
            "waive",
            f"posts/{joined[0].lower()}-launch.md:1:4",
            "--reason=r",
            "--approver=a",
            "--until=2999-01-01",
        ),
        repository.run("check", "posts", "--waivers", "waivers.yaml"),
        repository.run("check", "posts", "--baseline", "postguard-baseline.jsonl"),
        repository.run("baseline", "prune", "posts"),
        repository.run("doctor"),
        repository.run("check", "posts", "--fix", "--unsafe-fixes"),
        repository.run("terms", "verify", "deals.sealed", "--list", plain, *key),
        repository.run("terms", "diff", plain, "deals.sealed", *key),
    ]
    waived = next(ran for ran in said if ran.out.startswith("waived"))
    assert waived.out.startswith("waived acme/plain at posts/•••-launch.md:1:4 until")
    assert '"/posts/•••-launch.md"' in repository.read("waivers.yaml")
    with mock.patch("postguard.engine.Engine.check", side_effect=RuntimeError(f"at {first}")):
        crashed = repository.run("check", "posts")
    assert crashed.code == 4
    for ran in (*said, crashed):
        assert_silent(f"{ran.out}{ran.err}".encode(), names)
    written = {path for path in folder.rglob("*") if path.is_file()} - drafts
    written |= {path for path in repository.cache.rglob("*") if path.is_file()}
    assert {f"out.{each}" for each in FORMATS} <= {path.name for path in written}
    for path in written:
        assert_silent(path.read_bytes(), names)
    assert_silent((folder / "deals.sealed").read_bytes(), names)


def assert_silent(data: bytes, names: list[str]) -> None:
    low = data.lower()
    assert not [trace for each in names for trace in traces(each) if trace in low]


def test_doctor_says_which_lists_are_in_use(sealed: Repository) -> None:
    sealed.write("twice.csv", "term\nGreen Harbour\nX Y Z\ngreenharbour\n")
    terms_table(sealed, 'key_file = "terms.key"')
    table = sealed.read("postguard.toml")
    both = '["deals.sealed", "twice.csv"]'
    sealed.write("postguard.toml", table.replace('["deals.sealed"]', both))
    assert told_by_doctor(sealed)[:4] == [
        "Term lists",
        "  deals.sealed: sealed, 4 terms, in use",
        "  twice.csv: plain, 3 terms, in use",
        "    line 4: the same as line 2: both count, each with its own conditions",
    ]
    (sealed.folder / "terms.key").write_text(new_key().reveal())
    lines = told_by_doctor(sealed)
    assert lines[1] == "  deals.sealed: sealed, 4 terms, locked"
    assert lines[4].startswith("  deals.sealed: no key given opens this sealed list")


def told_by_doctor(repository: Repository) -> list[str]:
    lines = repository.run("doctor").out.splitlines()
    return lines[lines.index("Term lists") :]


def test_two_files_of_one_masked_name_are_told_apart(sealed: Repository) -> None:
    for name in ("green-harbour", "Zorvane_Quill"):
        sealed.write(f"posts/{name}.md", "Hello.\n")
    terms_table(sealed, 'key_file = "terms.key"')
    report = json.loads(sealed.run(*JSON).out)
    paths = ["posts/•••.md", "posts/a.md", "posts/•••(2).md"]
    assert [item["path"] for item in report["inputs"]] == paths
    named = [each for each in report["findings"] if each["message"].startswith("The name")]
    assert [each["path"] for each in named] == ["posts/•••.md", "posts/•••(2).md"]


def test_a_plain_list_and_a_sealed_one_tell_changes_by_their_keys(sealed: Repository) -> None:
    """With a key another term in the same place is another finding; without one it is not."""

    def prints(*options: str) -> list[str]:
        found = []
        for name in ("Green Harbour", "Zorvane Quill"):
            sealed.write("posts/a.md", f"We met {name} today.\n")
            (one,) = json.loads(sealed.run(*JSON, *options).out)["findings"]
            found.append(one["fingerprint"])
        return found

    assert len(set(prints("--terms", "private/deals.yaml"))) == 1
    sealed.write("postguard.toml", 'select = ["acme"]\n[terms]\nkey_file = "terms.key"\n')
    keyed = prints("--terms", "deals.sealed")
    assert len(set(keyed)) == 2
    again = ("terms", "seal", "private/deals.yaml", "-o", "deals.sealed", "--key-file", "terms.key")
    assert sealed.run(*again).code == 0
    assert prints("--terms", "deals.sealed") == keyed
