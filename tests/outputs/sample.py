"""A report with one of everything an output must cope with, built from drafts as text."""

from postguard.finding import (
    Citation,
    Confidence,
    Disposition,
    Excerpt,
    Failure,
    Finding,
    Fix,
    InputResult,
    NotRun,
    Related,
    Report,
    RuleInfo,
    Severity,
    Status,
)
from postguard.redaction import MASK
from postguard.span import LineIndex, Span

LAUNCH = (
    "# Spring launch 🎉\n"
    "\n"
    "Invest now: **guaranteed returns** of 12% a year.\n"
    'Our 東京 team is <img src=x onerror=alert(1)> the best | "ever" `made`.\n'
    "Deploy key: ••• and a title \x1b]0;owned\x07 here.\n"
    "Read \u202egpj.exe right away.\n"
)
SCHEDULE = (
    "date,message\n2026-03-01,=HYPERLINK('http://example.test') is a cure\n2026-03-02,all fine\n"
)
LONG = "word " * 60 + "risk-free" + " word" * 60
HOSTILE_NAME = "drafts/a\n::error::b,c:d%.md"

GUARANTEE = RuleInfo(
    "finance/guaranteed-return",
    Severity.ERROR,
    Confidence.HIGH,
    "Promised investment return",
    "No firm may promise a return, since every investment can lose money.",
    "State the historic figure with its period and the risk.",
    (Citation("FINRA Rule 2210(d)(1)(B)", "https://rules.example.org/2210"),),
    ("finance", "claims"),
)
BEST = RuleInfo(
    "claims/superlative",
    Severity.WARNING,
    Confidence.MEDIUM,
    "Unfounded superlative",
    "A claim to be the best needs evidence that readers can check.",
    "Name the test, its date and its source, or drop the claim.",
    (Citation("Advertising Code 3.7"),),
    ("claims",),
)
SECRET = RuleInfo(
    "leakage/secret",
    Severity.ERROR,
    Confidence.HIGH,
    "Secret in a post",
    "Whoever reads it can use it.",
    "Revoke the key, then remove it.",
    (),
    ("leakage",),
    sensitive=True,
)
BIDI = RuleInfo(
    "hygiene/bidi-control",
    Severity.NOTE,
    Confidence.HIGH,
    "Text that reads backwards",
    "Readers see another text than the file holds.",
    "Delete the control character.",
    (),
    ("hygiene",),
)
CURE = RuleInfo(
    "health/cure",
    Severity.ERROR,
    Confidence.LOW,
    "Claimed cure",
    "Only a licensed medicine may be said to cure.",
    "Say what the product does without naming a disease.",
    (Citation("Regulation 1924/2006, Art. 7", "https://law.example.org/1924"),),
    ("health",),
)
RULES = (GUARANTEE, BEST, SECRET, BIDI, CURE)


def make_finding(
    rule: RuleInfo,
    text: str,
    match: str,
    *,
    uri: str,
    message: str,
    post: str = "",
    fix: Fix | None = None,
    related: tuple[Related, ...] = (),
    disposition: Disposition = Disposition.OPEN,
    reason: str = "",
    owner: str = "",
    fingerprint: str = "",
) -> Finding:
    """A finding on the first place `match` stands in `text`."""
    index = LineIndex(text)
    span = Span(text.index(match), text.index(match) + len(match))
    start = index.position(span.start)
    line = index.line_span(start.line)
    mark = Span(span.start - line.start, min(span.end, line.end) - line.start)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        confidence=rule.confidence,
        title=rule.title,
        message=message,
        uri=uri,
        post=post,
        span=span,
        start=start,
        end=index.position(span.end),
        match=None if rule.sensitive else match,
        sensitive=rule.sensitive,
        why=rule.why,
        remedy=rule.remedy,
        cite=rule.cite,
        related=related,
        fix=fix,
        fingerprint=fingerprint or f"{rule.id}:{uri}:1",
        disposition=disposition,
        reason=reason,
        excerpt=Excerpt(start.line, text[line.start : line.end], mark),
        owner=owner,
    )


def sample_report() -> Report:
    """The report that the snapshots show."""
    launch = "posts/spring-launch.md"
    bidi = LAUNCH.index("\u202e")
    guarantee = make_finding(
        GUARANTEE,
        LAUNCH,
        "guaranteed returns",
        uri=launch,
        message="“guaranteed returns” promises an investment outcome.",
        related=(Related(Span(0, 1), "The post is about investing: “Invest now”."),),
        owner="compliance@example.com",
    )
    best = make_finding(
        BEST,
        LAUNCH,
        "<img src=x onerror=alert(1)> the best",
        uri=launch,
        message="“<img src=x onerror=alert(1)> the best” has no evidence, @everyone, see #12.",
    )
    secret = make_finding(
        SECRET,
        LAUNCH,
        MASK,
        uri=launch,
        message="A deploy key is in the post.",
        owner="security@example.com",
    )
    title = make_finding(
        BIDI,
        LAUNCH,
        "\x1b]0;owned\x07",
        uri=launch,
        message="A terminal control sequence: “\x1b]0;owned\x07”.",
        disposition=Disposition.WAIVED,
        fingerprint=f"{BIDI.id}:{launch}:2",
        reason="Shown on purpose; approved by Ada Example until 2027-01-31",
    )
    backwards = make_finding(
        BIDI,
        LAUNCH,
        "\u202e",
        uri=launch,
        message="“\u202e” turns the reading direction.",
        fix=Fix(Span(bidi, bidi + 1), "", safe=True, description="Delete the character"),
    )
    cure = make_finding(
        CURE,
        SCHEDULE,
        "is a cure",
        uri="schedule.csv",
        post="row 2",
        message="=HYPERLINK('http://example.test') is a cure",
        fix=Fix(Span(SCHEDULE.index("a cure"), SCHEDULE.index("a cure") + 6), "helps, we are told"),
    )
    fine = make_finding(
        BEST,
        SCHEDULE,
        "all fine",
        uri="schedule.csv",
        post="row 3",
        message="“all fine” is a claim.",
        disposition=Disposition.IGNORED,
        reason="postguard_ignore column: approved wording",
    )
    known = make_finding(
        GUARANTEE,
        LONG,
        "risk-free",
        uri="old/long.txt",
        message="“risk-free” promises an investment outcome.",
        disposition=Disposition.BASELINE,
    )
    hostile = make_finding(
        BEST,
        LAUNCH,
        "best",
        uri=HOSTILE_NAME,
        message="“best” has no evidence.\n::error::not a second record",
    )
    findings = (hostile, known, guarantee, best, secret, title, backwards, cure, fine)
    texts = {launch: LAUNCH, "schedule.csv": SCHEDULE}
    return Report(
        findings=findings,
        failures=(
            Failure("gone.md", "read", "vanished while it was read"),
            Failure("schedule.csv", "rule", "tone/shouting: timed out after 1 s"),
        ),
        inputs=tuple(
            InputResult(
                uri,
                status,
                reason,
                posts,
                notes,
                texts.get(uri),
                tuple(
                    (each.span, index)
                    for index, each in enumerate(findings)
                    if each.uri == uri and uri in texts
                ),
            )
            for uri, status, reason, posts, notes in (
                (HOSTILE_NAME, Status.CHECKED, "", 1, ()),
                ("assets/logo.png", Status.SKIPPED, "unsupported type", 0, ()),
                ("assets/team.png", Status.SKIPPED, "unsupported type", 0, ()),
                ("gone.md", Status.FAILED, "vanished while it was read", 0, ()),
                ("old/long.txt", Status.CHECKED, "", 1, ("taken for windows-1252",)),
                (launch, Status.CHECKED, "", 1, ()),
                ("posts/torn.md", Status.PARTIAL, "byte 17 is not UTF-8", 1, ()),
                ("schedule.csv", Status.CHECKED, "", 2, ()),
            )
        ),
        rulebook_digest="5e1f" * 16,
        rules={rule.id: rule for rule in RULES},
        not_run=(NotRun("identity/named-person", "needs entities, and the pipeline has none"),),
        truncated=7,
        truncated_open={"warning": 5, "note": 1},
        statistics={"bytes": 1234.0, "patterns always on": 3.0},
    )


def clean_report() -> Report:
    """One draft, checked, with nothing in it."""
    return Report((), (), (InputResult("post.md", Status.CHECKED, posts=1),), "5e1f" * 16)
