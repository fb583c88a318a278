"""The handbook a company shares with its people, made from the rules it really runs.

By topic, in plain words: what not to write and what to write instead, side by side, why,
and on which provision it rests. Only rules in force appear, so that what people learn is
what stops them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from postguard.compiled import Rule
from postguard.errors import RulebookError
from postguard.outputs.encode import html_attribute, html_text
from postguard.rulebook.files import RuleFile
from postguard.safe_yaml import YamlError, load

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_SECRET = re.compile(r"\$\{secret:([\w.-]+)\}")
_EXAMPLES = 3
"""Examples of each side that a rule shows."""

LEVELS = {"error": "Never", "warning": "Ask first", "note": "Think twice"}
"""What the severities mean to the person who writes."""


class Entry(NamedTuple):
    """One rule with the wording it shows."""

    rule: Rule
    bad: tuple[str, ...]
    """The match in ``**bold**``."""
    good: tuple[str, ...]


class Chapter(NamedTuple):
    """The rules of one pack."""

    pack: str
    title: str
    about: str
    entries: tuple[Entry, ...]


class Handbook(NamedTuple):
    """Everything the handbook says."""

    title: str
    about: str
    practices: tuple[tuple[str, str], ...]
    """(heading, text)."""
    chapters: tuple[Chapter, ...]
    exception: str
    legal: str


def handbook(
    rules: Iterable[Rule], files: Sequence[RuleFile], abouts: Mapping[str, RuleFile]
) -> Handbook:
    """Put the handbook together.

    `files` hold the rules' examples; `abouts` are the files that introduce a pack, by its
    name, and the whole under the empty name. Raises `RulebookError` for one that is wrong.
    """
    by_id = {f"{file.pack}/{file.name}": file for file in files}
    packs: dict[str, list[Entry]] = {}
    for rule in rules:
        packs.setdefault(rule.pack, []).append(_entry(rule, by_id[rule.id]))
    intro = _about(abouts.get(""))
    return Handbook(
        _text(intro, "title") or "Before you post",
        _text(intro, "about"),
        tuple((_text(item, "title"), _text(item, "text")) for item in intro.get("practices", ())),
        tuple(_chapter(pack, packs[pack], _about(abouts.get(pack))) for pack in _order(packs)),
        _text(intro, "exception"),
        _text(intro, "legal"),
    )


_ORDER = (
    "leakage identity conduct claims disclosure finance health green fair tone hygiene access "
    "platform"
).split()


def _order(packs: Iterable[str]) -> list[str]:
    """The gravest packs first; a company's own come last, by name."""
    return sorted(
        packs, key=lambda pack: (_ORDER.index(pack) if pack in _ORDER else len(_ORDER), pack)
    )


def _chapter(pack: str, entries: Sequence[Entry], about: Mapping[str, Any]) -> Chapter:
    title = _text(about, "title") or pack.replace("-", " ").capitalize()
    ranked = sorted(entries, key=lambda entry: list(LEVELS).index(entry.rule.severity))
    return Chapter(pack, title, _text(about, "about"), tuple(ranked))


def _entry(rule: Rule, file: RuleFile) -> Entry:
    examples: Any = load(file.text, file.path).at("examples").value
    return Entry(rule, _wording(examples["flag"]), _wording(examples["pass"]))


def _wording(examples: Iterable[Any]) -> tuple[str, ...]:
    """The examples that speak for themselves: no file format, date or profile of their own."""
    texts = []
    for example in examples:
        if isinstance(example, str):
            texts.append(example)
        elif set(example) <= {"text", "spans", "severity"}:
            texts.append(str(example["text"]))
    return tuple(
        _SECRET.sub(lambda found: f"‹{found[1]}›", text).strip() for text in texts[:_EXAMPLES]
    )


def _about(file: RuleFile | None) -> Mapping[str, Any]:
    if file is None:
        return {}
    try:
        value = load(file.text, file.path).value
    except YamlError as error:
        raise RulebookError(
            error.problem, path=file.path, line=error.line, column=error.column
        ) from None
    if not isinstance(value, dict):
        raise RulebookError("must hold a title and a text", path=file.path, line=1, column=1)
    return value


def _text(table: Mapping[str, Any], key: str) -> str:
    return " ".join(str(table.get(key, "")).split())


# --- Markdown ------------------------------------------------------------------------


def as_markdown(book: Handbook) -> str:
    """The handbook as Markdown."""
    return "\n".join(_markdown(book)).rstrip() + "\n"


def _markdown(book: Handbook) -> Iterator[str]:
    yield from (f"# {book.title}", "", book.about, "")
    if book.practices:
        yield from ("## Good habits", "")
    for title, text in book.practices:
        yield f"- **{title}.** {text}"
    for chapter in book.chapters:
        yield from ("", f"## {chapter.title}", "", chapter.about)
        for entry in chapter.entries:
            yield from _markdown_entry(entry)
    yield from ("", "## When a rule is wrong for your post", "", book.exception)
    yield from ("", f"*{book.legal}*")


def _markdown_entry(entry: Entry) -> Iterator[str]:
    rule = entry.rule
    yield from ("", f"### {_prose(rule.title)}", "")
    yield f"*{LEVELS[rule.severity]}.* {_prose(rule.why)}"
    yield ""
    yield from ("| Not this | But this |", "| --- | --- |")
    for number in range(max(len(entry.bad), len(entry.good))):
        bad = entry.bad[number] if number < len(entry.bad) else ""
        good = entry.good[number] if number < len(entry.good) else ""
        yield f"| {_cell(bad)} | {_cell(good)} |"
    yield from ("", f"{_prose(rule.remedy)} (`{rule.id}`)")
    if rule.cite:
        yield ""
        yield "Rests on " + "; ".join(
            f"[{name}]({url})" if url else name for name, url in rule.cite
        )


def _cell(text: str) -> str:
    """A table cell: one line, nothing that ends it; bold stays."""
    return _prose(text).replace("\\", "\\\\").replace("|", "\\|")


def _prose(text: str) -> str:
    """Text in one line, in which nothing is taken for a tag."""
    return _flat(text).replace("<", "&lt;")


def _flat(text: str) -> str:
    return " ".join(text.split())


# --- HTML ----------------------------------------------------------------------------


def as_html(book: Handbook) -> str:
    """The handbook as one page that opens from disk and prints."""
    return _PAGE.format(
        title=html_text(book.title),
        about=html_text(book.about),
        style=_STYLE,
        contents="".join(
            f'<li><a href="#{html_attribute(item.pack)}">{html_text(item.title)}</a></li>'
            for item in book.chapters
        ),
        practices="".join(
            f"<li><strong>{html_text(title)}.</strong> {html_text(text)}</li>"
            for title, text in book.practices
        ),
        chapters="".join(_html_chapter(item) for item in book.chapters),
        exception=html_text(book.exception),
        legal=html_text(book.legal),
    )


def _html_chapter(chapter: Chapter) -> str:
    return (
        f'<section id="{html_attribute(chapter.pack)}"><h2>{html_text(chapter.title)}</h2>'
        f"<p>{html_text(chapter.about)}</p>"
        + "".join(_html_entry(entry) for entry in chapter.entries)
        + "</section>\n"
    )


def _html_entry(entry: Entry) -> str:
    rule = entry.rule
    rests = "; ".join(_html_citation(name, url) for name, url in rule.cite)
    return (
        f'<article id="{html_attribute(rule.id)}" class="{html_attribute(rule.severity)}">'
        f"<h3>{html_text(rule.title)} <span>{html_text(LEVELS[rule.severity])}</span></h3>"
        f"<p>{html_text(_flat(rule.why))}</p>"
        f'<div class="pair"><div class="bad"><h4>Not this</h4>{_html_list(entry.bad)}</div>'
        f'<div class="good"><h4>But this</h4>{_html_list(entry.good)}</div></div>'
        f"<p><strong>What to do.</strong> {html_text(_flat(rule.remedy))}</p>"
        f'<p class="small"><code>{html_text(rule.id)}</code>'
        + (f" · Rests on {rests}" if rests else "")
        + "</p></article>\n"
    )


def _html_citation(name: str, url: str | None) -> str:
    if url is None or not url.startswith("https://"):
        return html_text(name)
    return f'<a href="{html_attribute(url)}">{html_text(name)}</a>'


def _html_list(texts: Iterable[str]) -> str:
    items = (_BOLD.sub(r"<mark>\1</mark>", html_text(text)) for text in texts)
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 Georgia, 'Times New Roman', serif; color: #222; max-width: 52rem;
  margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 2.2rem; margin-bottom: .25rem; }
h2 { margin-top: 3rem; border-bottom: 3px solid #222; padding-bottom: .25rem; }
h3 { margin: 0 0 .5rem; font-size: 1.1rem; }
h3 span { float: right; font: 600 .72rem/1.8 system-ui, sans-serif; padding: 0 .6rem;
  border-radius: 1rem; color: #fff; background: #555; }
.error h3 span { background: #a4262c; } .warning h3 span { background: #8a5a00; }
h4 { margin: 0; font: 600 .75rem/1.6 system-ui, sans-serif; letter-spacing: .04em; color: #444; }
article { margin: 1.25rem 0; padding: 1rem 1.25rem; border: 1px solid #d5d0c4; border-radius: 6px;
  break-inside: avoid; }
article p { margin: .5rem 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin: .75rem 0; }
.bad, .good { padding: .6rem .8rem; border-radius: 4px; }
.bad { background: #fbeeee; border-left: 4px solid #a4262c; }
.good { background: #eef6ef; border-left: 4px solid #2d6a36; }
ul { margin: .25rem 0; padding-left: 1.1rem; }
.pair li { margin: .2rem 0; overflow-wrap: anywhere; white-space: pre-line; }
mark { background: #f3c6c6; padding: 0 .1rem; }
.small { font: .8rem/1.5 system-ui, sans-serif; color: #555; overflow-wrap: anywhere; }
nav ul { columns: 2; list-style: none; padding: 0; }
a { color: #1a4f8a; }
@media (max-width: 40rem) { .pair { grid-template-columns: 1fr; } nav ul { columns: 1; } }
@media print { body { font-size: 11pt; margin: 0; max-width: none; } a { color: inherit; }
  main section { break-before: page; } .bad, .good, h3 span { print-color-adjust: exact; } }
"""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1><p>{about}</p></header>
<nav><ul>{contents}</ul></nav>
<section id="practices"><h2>Good habits</h2><ul>{practices}</ul></section>
<main>
{chapters}
<section id="exception"><h2>When a rule is wrong for your post</h2><p>{exception}</p></section>
</main>
<footer><p class="small">{legal}</p></footer>
</body>
</html>
"""
