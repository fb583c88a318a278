"""``postguard terms``: make and keep lists of confidential terms.

The commands raise `PostguardError` and return an exit code, as every command does.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from postguard.confidential.keys import KeyRing, find_keys, new_key, write_key_file
from postguard.confidential.lists import PlainList, parse_lines, read_plain
from postguard.confidential.sealed import Clear, SealedList, read_sealed
from postguard.errors import OutputError, UsageError

app = typer.Typer(help="Lists of confidential terms, plain and sealed.", no_args_is_help=True)
key_app = typer.Typer(help="The key of sealed lists.", no_args_is_help=True)
app.add_typer(key_app, name="key")

KeyFile = Annotated[
    str | None, typer.Option("--key-file", help="Read the key from a file only you can read.")
]
UseKeyring = Annotated[
    bool, typer.Option("--keyring", help="Read the key from the system key ring.")
]
Sealed = Annotated[str, typer.Argument(metavar="SEALED", help="A sealed list.")]
Plain = Annotated[str, typer.Argument(metavar="LIST", help="A plain list: .yaml, .csv or .tsv.")]
Terms = Annotated[
    str,
    typer.Argument(
        metavar="LIST", help="A plain list, or - to read one term a line from standard input."
    ),
]


@key_app.command("new")
def make_key(
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it to a new private file."),
    ] = None,
    keyring: Annotated[
        bool, typer.Option("--keyring", help="Put it in the system key ring.")
    ] = False,
) -> None:
    """Make a key. Without an option it is printed once, for a secret store to keep."""
    key = new_key()
    if output is not None:
        write_key_file(key, output)
        typer.echo(
            f"{output}: a new key, readable by you only. Keep a copy where secrets are kept."
        )
    if keyring:
        from postguard.confidential.keys import store_in_keyring

        store_in_keyring(key)
        typer.echo("A new key is in the system key ring.")
    if output is None and not keyring:
        typer.echo(key.reveal())


@app.command("seal")
def seal_list(
    plain: Plain,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The sealed list.")],
    title: Annotated[str, typer.Option(help="Shown to anyone who reads the file.")] = "",
    contact: Annotated[str, typer.Option(help="Shown to anyone who reads the file.")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Replace a sealed list that holds more than LIST.")
    ] = False,
    key_file: KeyFile = None,
    keyring: UseKeyring = False,
) -> None:
    """Seal a plain list, so that it can be committed without telling what is on it."""
    from postguard.confidential.seal import seal

    source = read_plain(plain)
    keys = _keys(key_file, keyring)
    if not force and os.path.exists(output):
        _refuse_loss(source, output, keys)
    clear = Clear(title or source.clear.title, contact or source.clear.contact)
    sealed = seal(source.entries, keys.only(), clear)
    _write(output, sealed.text)
    for problem in sealed.problems:
        typer.echo(f"{plain}:{problem.line}: {problem.text}")
    typer.echo(f"{output}: {_entries(sealed.entries)} sealed.")


@app.command()
def verify(
    sealed: Sealed,
    plain: Annotated[
        str | None, typer.Option("--list", metavar="LIST", help="Also compare with a plain list.")
    ] = None,
    key_file: KeyFile = None,
    keyring: UseKeyring = False,
) -> int:
    """Check that a sealed list is whole and that the key opens it.

    With --list, exits 1 if the two lists do not hold the same.
    """
    opened = read_sealed(sealed).unlock(_keys(key_file, keyring))
    typer.echo(f"{sealed}: whole, {_entries(len(opened))}, opened by the key.")
    return int(plain is not None and not _compared(read_plain(plain), opened))


@app.command("add")
def add_terms(
    sealed: Sealed, plain: Terms, key_file: KeyFile = None, keyring: UseKeyring = False
) -> None:
    """Add entries to a sealed list. Nothing of the rest is read or moved."""
    from postguard.confidential.compare import compare
    from postguard.confidential.seal import add

    opened = read_sealed(sealed).unlock(_keys(key_file, keyring))
    source = _terms(plain)
    known = compare(source.entries, opened).both
    grown = add(opened, source.entries)
    _write(sealed, grown.text)
    for problem in grown.problems:
        typer.echo(f"{source.path}:{problem.line}: {problem.text}")
    typer.echo(f"{sealed}: {len(source.entries)} added, {_entries(grown.entries)}.")
    if known:
        typer.echo(f"{known} of those added were on the list already, and are there twice now.")


@app.command("remove")
def remove_terms(
    sealed: Sealed, plain: Terms, key_file: KeyFile = None, keyring: UseKeyring = False
) -> None:
    """Remove entries from a sealed list, given as they were sealed."""
    from postguard.confidential.seal import remove

    opened = read_sealed(sealed).unlock(_keys(key_file, keyring))
    shrunk = remove(opened, _terms(plain).entries)
    _write(sealed, shrunk.text)
    left = _entries(len(opened) - shrunk.removed)
    typer.echo(f"{sealed}: {shrunk.removed} removed, {shrunk.unknown} not found, {left}.")
    if shrunk.left_over:
        typer.echo(
            f"{shrunk.left_over} lines of other spellings stay and match nothing; "
            "sealing the plain list again drops them."
        )


@app.command("rotate")
def rotate_key(
    sealed: Sealed,
    plain: Plain,
    new_key_file: Annotated[
        str, typer.Option("--new-key-file", metavar="FILE", help="The key to seal with from now.")
    ],
    key_file: KeyFile = None,
    keyring: UseKeyring = False,
) -> None:
    """Seal the plain list under a new key, if it has all that the sealed list has."""
    from postguard.confidential.keys import read_key_file
    from postguard.confidential.seal import rotate

    opened = read_sealed(sealed).unlock(_keys(key_file, keyring))
    turned = rotate(opened, read_plain(plain).entries, read_key_file(new_key_file).only())
    _write(sealed, turned.text)
    typer.echo(f"{sealed}: {_entries(turned.entries)} sealed under the new key.")


@app.command("diff")
def diff_lists(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A sealed or plain list.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="A sealed list.")],
    key_file: KeyFile = None,
    keyring: UseKeyring = False,
) -> None:
    """Count what differs between two lists; no term is shown.

    Two sealed lists need no key.
    """
    from postguard.confidential.compare import diff
    from postguard.confidential.load import read_list

    before, after = read_list(old), read_sealed(new)
    if isinstance(before, PlainList):
        _compared(before, after.unlock(_keys(key_file, keyring)))
        return
    difference = diff(before, after)
    if not difference.same_seal:
        typer.echo("The lists have different seals, so every line differs.")
    typer.echo(
        f"entries: {difference.entries_added} added, {difference.entries_removed} removed, "
        f"{difference.entries_kept} kept\n"
        f"forms: {difference.forms_added} added, {difference.forms_removed} removed"
    )


def _keys(key_file: str | None, keyring: bool) -> KeyRing:
    return find_keys(os.environ, key_file=key_file, use_keyring=keyring)


def _terms(plain: str) -> PlainList:
    if plain != "-":
        return read_plain(plain)
    return parse_lines(typer.get_text_stream("stdin").read(), "-")


def _compared(source: PlainList, opened: SealedList) -> bool:
    from postguard.confidential.compare import compare

    counts = compare(source.entries, opened)
    typer.echo(
        f"{counts.both} in both ({counts.changed} with other conditions), "
        f"{counts.only_plain} only in {source.path}, {counts.only_sealed} only in "
        f"{opened.file.path}"
    )
    return not (counts.changed or counts.only_plain or counts.only_sealed)


def _refuse_loss(source: PlainList, output: str, keys: KeyRing) -> None:
    """Raise `UsageError` if the sealed list at `output` holds entries that `source` lacks."""
    from postguard.confidential.compare import compare

    lost = compare(source.entries, read_sealed(output).unlock(keys)).only_sealed
    if lost:
        raise UsageError(
            f"{output} holds {_entries(lost)} that {source.path} lacks; "
            "add them there first, or say --force to lose them"
        )


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _write(path: str, text: str) -> None:
    """Replace a file in one step, so that a list is never half written."""
    with _written(path) as draft, open(draft, "x", encoding="utf-8", newline="\n") as file:
        file.write(text)


@contextmanager
def _written(path: str) -> Iterator[str]:
    draft = f"{path}.{os.getpid()}.new"
    reason = ""
    try:
        yield draft
        os.replace(draft, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
    finally:
        if os.path.exists(draft):
            os.unlink(draft)
    if reason:
        raise OutputError(f"{path}: the list cannot be written ({reason})")
