"""One encoder per sink, so that nothing in a draft can act on whoever reads the report.

Every encoder first makes characters that act or hide *visible*: C0 and C1 controls,
bidirectional controls, line and paragraph separators, zero-width and tag characters and
lone surrogates come out as ``U+202E``. JSON is the exception: it has an escape for each.
"""

import re

# Patterns are compiled when first used: these ranges alone take half an interpreter start.
# A joiner between two letters of a script that needs it, or inside an emoji, stays.
_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    "|(?<![\u0100-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0100-\U0010ffff])"
)
_SURROGATE = "[\ud800-\udfff]"
_WHITE = r"[\t\n\x0b\f\r ]+"
_LINE_END = r"\r\n|\r"
_RUNNER_COMMAND = r"#(?=#\w*\[)"
_LINE_COMMAND = r"(?m)^( *):(?=:)"
# What opens inline markup anywhere, and what opens a block at the start of a line.
_MARKUP = r"(?i)[!#$&*:<>@\[\\\]^_`{|}~]|^[-+=]|(?<=www)\."
_ORDERED = r"^(\d+)([.)])"
# A spreadsheet set to semicolons ignores our quotes and splits inside the cell.
_FORMULA = "(?:^|(?<=;))(?=\\s*[=+@\uff1d\uff0b\uff0d\uff20-])"


def visible(text: str) -> str:
    """`text` in one line, with every character that acts or hides named: ``U+001B``."""
    return text if text.isprintable() else re.sub(_HIDDEN, _code_point, text)


def line(text: str) -> str:
    """A sentence in one line: runs of white space become one space, the rest `visible`."""
    return visible(re.sub(_WHITE, " ", text).strip(" "))


def block(text: str) -> str:
    """Text of several lines: line ends become LF, a tab four spaces, the rest `visible`."""
    lines = re.sub(_LINE_END, "\n", text).split("\n")
    return "\n".join(visible(each.replace("\t", "    ")) for each in lines)


def terminal(text: str) -> str:
    """Part of a line for a terminal, or for the log that a CI runner makes of it.

    Runners take ``##[`` and ``##vso[`` for a command wherever they stand.
    """
    return _no_runner_command(visible(text.replace("\t", "    ")))


def log_lines(text: str) -> str:
    """Finished lines for a terminal, none of which starts with a runner's ``::`` command."""
    text = _no_runner_command(text)
    # Most reports hold no such thing, and compiling the pattern costs more than looking.
    return re.sub(_LINE_COMMAND, r"\1U+003A", text) if "::" in text else text


def _no_runner_command(text: str) -> str:
    return re.sub(_RUNNER_COMMAND, _code_point, text) if "##" in text else text


def annotation_data(text: str) -> str:
    """The message of a GitHub workflow command. Line ends survive, escaped."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(escaped.replace("\t", "    "))


def annotation_property(text: str) -> str:
    """A property of a GitHub workflow command, such as `file` or `title`."""
    return annotation_data(text).replace(":", "%3A").replace(",", "%2C")


def html_text(text: str) -> str:
    """Text content of an HTML element."""
    return block(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def html_attribute(text: str) -> str:
    """The value of a quoted HTML attribute."""
    return html_text(line(text)).replace('"', "&quot;").replace("'", "&#39;")


def xml_text(text: str) -> str:
    """Text content of an XML element."""
    return html_text(text)


def xml_attribute(text: str) -> str:
    """The value of a quoted XML attribute."""
    return html_text(visible(text)).replace('"', "&quot;").replace("'", "&apos;")


def csv_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula: one line, an apostrophe before ``=+-@``.

    A lone ``-`` (standard input's name) is no formula and stays as it is.
    """
    cell = line(text)
    return cell if cell == "-" else re.sub(_FORMULA, "'", cell)


def markdown(text: str) -> str:
    """Text in a line, table cell or list item that no Markdown reader takes for markup.

    Nor for a link, a mention or an issue number: punctuation becomes numeric entities, which
    are never structure, and a zero-width space after ``@`` and ``#`` keeps code hosts from
    notifying people and linking issues.
    """
    escaped = re.sub(_MARKUP, _entity, line(text))
    return re.sub(_ORDERED, lambda found: f"{found[1]}&#{ord(found[2])};", escaped)


def markdown_code(text: str) -> str:
    """`text` as inline code, safe inside a table cell too."""
    return f"<code>{markdown(text)}</code>"


def link_target(url: str) -> str:
    """A web address between angle brackets in Markdown, or in an attribute."""
    from urllib.parse import quote

    return quote(visible(url), safe="!#$%&'()*+,/:;=?@[]~")


def sarif_message(text: str) -> str:
    """A SARIF message's text, in which ``[…](…)`` would otherwise be a link."""
    plain = block(text)
    return plain.replace("[", "\\[").replace("]", "\\]") if "](" in plain else plain


def json(value: object, *, indent: int | None = 2) -> str:
    """`value` as JSON in ASCII. Lone surrogates, which strict readers refuse, are named.

    ``##`` is escaped too, lest a logged report holds a runner's command (see `terminal`).

    Raises `ValueError` for a number that JSON does not have.
    """
    from json import dumps

    text = dumps(_sound(value), indent=indent, allow_nan=False)
    return text.replace("\x7f", "\\u007f").replace("##", "#\\u0023")


def _code_point(found: re.Match[str]) -> str:
    return f"U+{ord(found[0]):04X}"


def _entity(found: re.Match[str]) -> str:
    entity = f"&#{ord(found[0])};"
    return f"{entity}&#8203;" if found[0] in "@#" else entity


def _sound(value: object) -> object:
    match value:
        case str():
            return re.sub(_SURROGATE, _code_point, value)
        case dict():
            return {_sound(key): _sound(item) for key, item in value.items()}
        case list() | tuple():
            return [_sound(item) for item in value]
        case _:
            return value
