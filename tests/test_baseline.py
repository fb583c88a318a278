"""What is known before, and how it is written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postguard.baseline import Baseline, Entry, entry_of, load, parse, render
from postguard.errors import ConfigError
from postguard.finding import Finding
from postguard.rulebook.files import RuleFile
from tests.house import checker

HEADER = '{"postguard": "baseline", "version": 1}\n'
ENTRY = Entry("posts/a.md", "acme/plain", "0" * 32, "House style, plain", "we utilize")
WORDS = st.text(max_size=8)
ENTRIES = st.lists(st.builds(Entry, WORDS, WORDS, WORDS, WORDS, WORDS), max_size=6)


def found(text: str, path: str = "posts/a.md") -> list[Finding]:
    return list(checker().check_bytes(path, text.encode()).findings)


def baseline_of(text: str, path: str = "posts/a.md") -> Baseline:
    return Baseline(entry_of(finding, path) for finding in found(text, path))


def test_the_file_is_one_line_a_finding() -> None:
    assert render(baseline_of("We utilize it, and bluebird utilizes\nsynergy.")) == (
        HEADER + '{"path": "posts/a.md", "rule": "acme/no-fix", '
        '"fingerprint": "99821a05e449b5506f133145e2f81268", '
        '"title": "House style, no-fix", "near": "synergy"}\n'
        '{"path": "posts/a.md", "rule": "acme/plain", '
        '"fingerprint": "a207f37dfea42070de3aaabe647d33b1", '
        '"title": "House style, plain", "near": "we utilize"}\n'
        '{"path": "posts/a.md", "rule": "acme/secret", '
        '"fingerprint": "6c594c51ee91ed2f6f6f16c2ab2e9caa", '
        '"title": "House style, secret", "near": "utilize it, and •••"}\n'
    )


@given(ENTRIES)
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    text = render(Baseline(entries))
    assert parse(text, "b.jsonl").entries == tuple(sorted(set(entries)))
    assert text.count("\n") == len(set(entries)) + 1
    assert text.replace("\n", "").isprintable()


@given(ENTRIES.flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_of_findings_does_not_matter(both: tuple[list[Entry], list[Entry]]) -> None:
    assert render(Baseline(both[0])) == render(Baseline(both[1]))


def test_moved_lines_change_nothing() -> None:
    before = "# Launch\n\nWe utilize it daily.\n\nThe synergy is real.\n"
    after = f"A new line.\n\nAnd another.\n\n{before}"
    assert render(baseline_of(after)) == render(baseline_of(before))


def test_upper_case_and_white_space_change_nothing() -> None:
    assert render(baseline_of("WE  UTILIZE it.")) == render(baseline_of("we utilize it."))


def test_a_new_finding_on_an_old_line_is_not_known() -> None:
    known = baseline_of("We utilize it every day.\n")
    later = found("We utilize it every day. All of it is synergy.\n")
    assert [(item.rule, known.knows(item, "posts/a.md")) for item in later] == [
        ("acme/plain", True),
        ("acme/no-fix", False),
    ]


def test_one_more_of_the_same_is_not_known() -> None:
    known = baseline_of("- utilize\n- utilize\n")
    later = found("- utilize\n- utilize\n- utilize\n")
    assert [known.knows(item, "posts/a.md") for item in later] == [True, True, False]


def test_a_line_hides_what_it_says_and_nothing_else() -> None:
    finding = found("We utilize it.")[0]
    entry = entry_of(finding, "posts/a.md")
    assert Baseline([entry]).knows(finding, "posts/a.md")
    assert not Baseline([entry._replace(rule="acme/other")]).knows(finding, "posts/a.md")
    assert not Baseline([entry._replace(path="posts/b.md")]).knows(finding, "posts/a.md")


def test_another_key_in_the_place_of_a_known_one_is_not_known() -> None:
    first = "ghp_" + "aZ3kQ9xW7bN2mR5tY8uV1cD4fG6hJ0lP2sK7"
    second = "ghp_" + "Tq8Lw2Zr6Xv4Nb1Ym9Kc3Hd7Gf5Js0Pa2UeB"
    rules = checker(_key_rule())
    known, other = (
        rules.check_bytes("a.txt", f"The key: {key} is out.".encode()).findings[0]
        for key in (first, second)
    )
    baseline = Baseline([entry_of(known, "a.txt")])
    assert baseline.knows(known, "a.txt")
    assert not baseline.knows(other, "a.txt")
    assert first not in render(baseline)


def test_a_number_that_could_be_guessed_is_in_no_fingerprint() -> None:
    rules = checker(_key_rule(r"\d{3} \d{4}"))
    prints = {
        rules.check_bytes("a.txt", f"Call {number} now.".encode()).findings[0].fingerprint
        for number in ("555 0100", "555 0199")
    }
    assert len(prints) == 1


def test_pruning_drops_what_is_gone_and_keeps_what_nobody_looked_at() -> None:
    entries = [ENTRY._replace(path=f"posts/{name}.md") for name in "abc"]
    kept = Baseline(entries).without_lost([entries[0]], lambda path: path != "posts/c.md")
    assert kept.entries == (entries[0], entries[2])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "b.jsonl:1: not an object of JSON"),
        ("[]\n", "b.jsonl:1: not an object of JSON"),
        ('{"a": 1}\n', "b.jsonl:1: this is not a baseline"),
        (
            HEADER.replace("1", "2"),
            "b.jsonl:1: version 2 of the baseline; this postguard reads 1",
        ),
        (f"{HEADER}<<<<<<< ours\n", "b.jsonl:2: not an object of JSON"),
        (f"{HEADER}\n{'[' * 100_000}\n", "b.jsonl:3: not an object of JSON"),
        (
            f'{HEADER}{{"path": "a"}}\n',
            "b.jsonl:2: an entry holds exactly path, rule, fingerprint, title, near, each a text",
        ),
        (
            render(Baseline([ENTRY])).replace('"title": "House style, plain"', '"title": 5'),
            "b.jsonl:2: an entry holds exactly path, rule, fingerprint, title, near, each a text",
        ),
    ],
)
def test_a_damaged_file_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text, "b.jsonl")
    assert str(caught.value).splitlines()[0] == said
    assert "postguard baseline create --force" in str(caught.value)


def test_a_file_that_is_no_text_or_not_there(tmp_path: object) -> None:
    path = f"{tmp_path}/b.jsonl"
    with pytest.raises(ConfigError, match="cannot read the baseline: No such file"):
        load(path)
    with open(path, "wb") as file:
        file.write(HEADER.encode() + b"\xff\n")
    with pytest.raises(ConfigError, match=r"b\.jsonl:2: not UTF-8"):
        load(path)


def _key_rule(pattern: str = r"ghp_\w{36}") -> RuleFile:
    return RuleFile(
        "house/acme/key.yaml",
        "acme",
        "key",
        f"""\
id: acme/key
kind: pattern
severity: error
title: Key
message: A key.
why: It opens doors.
remedy: Revoke it.
sensitive: true
any: [{{pattern: '{pattern}'}}]
examples: {{flag: ["**x**"], pass: ["y"]}}
""",
    )
