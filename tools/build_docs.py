"""Writes the documents that the program itself can say: the rule book, where codes come from, the command line, and who
may use whom.
"""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Iterator

import click
from codes_page import page

from cchc_xl.cli.group import COMMANDS, cli
from cchc_xl.write.rulebook import rulebook_markdown

ROOT = pathlib.Path(__file__).resolve().parent.parent
ARCHITECTURE = ROOT / "docs" / "architecture.md"


def commands(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """(name, help) of a command and of all below it."""
    context = click.Context(command, info_name=name, max_content_width=110, terminal_width=110)
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found:
                yield from commands(found, f"{name} {child}")


def reference() -> str:
    """docs/lenh.md: every command with its options, as --help prints them."""
    lines = [
        "# Các lệnh của cchc-xl / Command line",
        "",
        "Sinh từ chính chương trình (`make docs`). Generated from the program itself.",
        "",
    ]
    for name, text in commands(cli, "cchc-xl"):
        lines += [f"## {name}", "", "```", text, "```", ""]
    return "\n".join(lines)


def main() -> None:
    assert COMMANDS
    (ROOT / "docs" / "rules.md").write_text(rulebook_markdown(), encoding="utf-8")
    (ROOT / "docs" / "codes.md").write_text(page(), encoding="utf-8")
    (ROOT / "docs" / "lenh.md").write_text(reference(), encoding="utf-8")
    sys.path.insert(0, str(ROOT / "tests"))
    from test_architecture import with_table

    ARCHITECTURE.write_text(with_table(ARCHITECTURE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
