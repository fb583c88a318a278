import pytest

from postguard.detectors import assignments
from postguard.detectors.samples import sample
from postguard.finding import Confidence
from postguard.span import Span

from .support import found, spans

NAMED = (
    r"(?P<name>(?i:api|key|secret|token|password)[\w.-]{0,20})[\"']?\s*(?:=|:|,|is)[\s\"'(]{0,3}"
    r"(?P<secret>[A-Za-z0-9][\w.=+/~-]{8,200}[\w=+/])"
)
NAMED_WITH = {"innocent": r"(?i)public[_.-]?key|key[_.-]?id|token[_.-]?url"}


@pytest.mark.parametrize(
    "marked",
    [
        f"api_key = «{sample('random')}»",
        f'"API_TOKEN": "«{sample("random-hex")}»"',
        f"The secret is «{sample('base64')}»",
        f'client("token", "«{sample("random")}»")',
    ],
)
def test_a_random_value_under_a_telling_name_is_found(marked: str) -> None:
    wanted, got = spans(assignments.named_secret, NAMED, marked, NAMED_WITH)
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        f"public_key = {sample('base64')}",
        f"key_id = {sample('random')}",
        f"request_token: {sample('uuid')}",
        "token: correct-horse-battery-staple",
        "api: rbac.authorization.k8s.io/v1",
        "api_token: v1.29.3-eks-adc7111",
        "token = get_token_from_vault()",
        "secret = os.environ.get",
        "key: 2023-10-16T00:00:00Z",
        "secret: /run/secrets/db_password1",
        "sha256 key: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "token: 1234567890123456",
        "api = jjwt-jackson-0.11.2",
    ],
)
def test_innocent_values_under_a_telling_name_pass(text: str) -> None:
    assert found(assignments.named_secret, NAMED, text, NAMED_WITH) == []


def test_a_uuid_or_a_number_counts_where_the_service_issues_such_keys() -> None:
    with_ = {**NAMED_WITH, "services": "(?i)orbital"}
    text = f"orbital_token: {sample('uuid')}"
    assert found(assignments.named_secret, NAMED, text, with_)[0][0] == sample("uuid")
    assert found(assignments.named_secret, NAMED, "orbitalToken: 8261317430887048", with_) == [
        ("8261317430887048", Span(14, 30), Confidence.MEDIUM)
    ]
    assert found(assignments.named_secret, NAMED, f"other_token: {sample('uuid')}", with_) == []


PASSWORD = r"(?i:password|pwd)[\"']?\s*[:=]\s*[\"'`]?(?P<secret>[^\s\"'`,;<>]{4,60})"
STOCK = {"stock": ["required", "password", "changeme", "secret"]}


@pytest.mark.parametrize(
    "marked",
    ["password: «hunter2»", "Login: ops, password: «Tr0ub4dor&3»", "pwd = '«let-me-in»'"],
)
def test_told_passwords_are_found(marked: str) -> None:
    wanted, got = spans(assignments.password, PASSWORD, marked, STOCK)
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Password: required",
        "password: changeme",
        "Password: the first thing an attacker tries",
        "password = getpass()",
        "password: ${DB_PASSWORD}",
        "password = settings.DATABASE_PASSWORD",
        "password: ********",
        "password: /run/secrets/db",
    ],
)
def test_talk_about_passwords_passes(text: str) -> None:
    assert found(assignments.password, PASSWORD, text, STOCK) == []


JOINS = {
    "joins": [
        r"[\"']?\s?[=:]\s?[\"']?(?P<secret>[\w+/-]{8,200})",
        r"[\"']?\s+(?:value\s?[:=])\s?[\"']?(?P<secret>[\w+/-]{8,200})",
    ],
    "told": [r"(?: \w+){1,6} [`\"]?(?P<secret>[\w+/-]{8,200})"],
    "before": [r"(?P<secret>[\w+/-]{8,200}) as the (?:api )?\Z"],
}


@pytest.mark.parametrize(
    "marked",
    [
        f"TOKEN=«{sample('random')}»",
        f"- name: TOKEN\n  value: «{sample('random-hex')}»",
        f'<add key="token" value="«{sample("random")}»" />',
        f"The token for staging is now `«{sample('random')}»`.",
        f"Use «{sample('random')}» as the token.",
    ],
)
def test_a_name_and_its_value_may_stand_apart(marked: str) -> None:
    wanted, got = spans(assignments.named_secret, r"(?P<name>(?i:token))", marked, JOINS)
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The token is checked before summertime2024.",
        "TOKEN=${CI_TOKEN_OF_2024}",
        "- name: TOKEN\n  value: production-eu-west-1",
        f"The token is meant to be public: {sample('random')}",
    ],
)
def test_words_near_a_name_pass(text: str) -> None:
    with_ = {**JOINS, "exposed": "meant to be public"}
    assert found(assignments.named_secret, r"(?P<name>(?i:token))", text, with_) == []


@pytest.mark.parametrize("password", ["a%2Fq9Zb%3D7", "x$9aVbQ2", "Otter.Fox946", "K7#mm{2}"])
def test_signs_inside_a_password_make_no_variable_of_it(password: str) -> None:
    assert found(assignments.password, PASSWORD, f"password: {password}", STOCK)[0][0] == password
