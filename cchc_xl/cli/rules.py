"""cchc-xl rules [CODE...]"""

from __future__ import annotations

import sys

import click

from cchc_xl.cli.common import language
from cchc_xl.cli.options import lang_option
from cchc_xl.errors import UserError


@click.command(name="rules")
@click.argument("codes", nargs=-1)
@lang_option
def command(codes: tuple[str, ...], lang: str) -> int:  # noqa: ARG001
    """Tra cứu quy tắc kiểm tra: sai gì, vì sao, sửa thế nào, căn cứ.

    Look up rules by code; all of them without one.
    """
    from cchc_xl.check.catalogue import catalogue
    from cchc_xl.write.rulebook import rule_list, rule_text

    for code in codes:
        if code.upper() not in catalogue():
            raise UserError("unknown-code", code=code)
    sys.stdout.write(
        "\n".join(rule_text(code.upper(), language()) for code in codes) if codes else rule_list(language())
    )
    sys.stdout.write("\n")
    return 0
