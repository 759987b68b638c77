"""cchc-xl forms list | check | show | draft | suggest."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from cchc_xl.cli.common import campaign, language, named_files, settings_from
from cchc_xl.cli.options import PATH, campaign_option, force_option, lang_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_xl.model import Form, Grid


@click.group(name="forms")
def command() -> None:
    """Định nghĩa biểu mẫu. / Form definitions."""


@command.command(name="list")
@campaign_option
def list_forms() -> int:
    """Liệt kê biểu mẫu và phiên bản, cả trong thư mục bieu-mau của đợt. / List the forms that are known."""
    from cchc_xl.form.load import known_forms, load

    campaign()  # makes the forms beside it known
    for form_id, numbers in known_forms().items():
        for number in numbers:
            form = load(form_id, number)
            sys.stdout.write(f"{form.key}\t{form.title}\t{len(form.fields)} chỉ tiêu / indicators\n")
    return 0


@command.command(name="check")
@click.argument("paths", nargs=-1, type=PATH)
@click.option(
    "--strict",
    is_flag=True,
    help="Coi điều đoán chưa xem lại là lỗi. / Guesses that nobody reviewed count as problems.",
)
@lang_option
def check(paths: tuple[str, ...], strict: bool, lang: str) -> int:  # noqa: ARG001
    """Kiểm tra định nghĩa biểu mẫu (JSON): cấu trúc trước, ý nghĩa sau; liệt kê điều đoán còn chờ xem lại.

    Lint form definitions; all shipped ones by default.
    """
    from cchc_xl.form.lint import lint, open_points
    from cchc_xl.text import escaped
    from cchc_xl.words.say import ui

    broken = False
    for path in paths or _shipped():
        problems = lint(path)
        points = () if problems else open_points(path)
        broken = broken or bool(problems) or (strict and bool(points))
        sys.stdout.write(
            f"{path}:"
            f" {ui('form-ok', language()) if not problems else ui('form-problems', language(), n=len(problems))}\n"
        )
        for problem in problems:
            sys.stdout.write(f"{problem.words(language())}\n")
        if points:
            sys.stdout.write(f"{ui('form-open', language(), n=len(points))}:\n")
        for point in points:
            sys.stdout.write(f"{escaped(point.words())}\n")
    return int(broken)


@command.command(name="draft")
@click.argument("path", type=PATH)
@click.option("-o", "--output", required=True, type=PATH, help="Tệp biểu mẫu (.json). / Definition to write.")
@click.option("--sheet", default="", help="Trang có bảng, khi tệp có nhiều bảng. / Sheet of the table, if several.")
@force_option
@lang_option
def draft(path: str, output: str, sheet: str, force: bool, lang: str) -> int:  # noqa: ARG001
    """Lập biểu mẫu từ một phụ lục có sẵn (Excel, ODS, Word, ...); điều gì phần mềm đoán đều được đánh dấu chờ xem lại.

    Make a form definition of an existing appendix; each guess is marked for review.
    """
    from cchc_xl.draft.definition import drafted
    from cchc_xl.grid.scan import show
    from cchc_xl.words.say import ui
    from cchc_xl.write.standing import check_output

    check_output(output, (".json",), (path,))
    made = drafted(_grid(path), sheet, language())
    _put(output, made.definition, force)
    parts = {part: len(made.definition.get(part, ())) for part in ("fields", "sections", "rules")}
    columns = len(made.definition.get("values", ())) or 1
    said = ui("draft-written", language(), sheet=show(made.sheet), path=show(output), columns=columns, **parts)
    sys.stdout.write(f"{said}\n{ui('draft-open', language(), n=made.open_points, path=show(output))}\n")
    return 0


@command.command(name="suggest")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--form", "form_name", help="Biểu mẫu riêng: tệp JSON. / JSON file of a form that does not ship.")
@click.option("-o", "--output", type=PATH, help="Tệp biểu mẫu (.json); không ghi thì in ra. / Definition to write.")
@campaign_option
@force_option
@lang_option
def suggest(
    paths: tuple[str, ...],
    form_name: str | None,
    output: str | None,
    force: bool,
    lang: str,  # noqa: ARG001 - read from the context
) -> int:
    """Đề xuất ngưỡng, tỷ số, chỉ tiêu luôn có số từ các tệp tổng hợp kỳ trước, kèm căn cứ, thành phiên bản sau.

    Propose bounds from earlier provincial workbooks, with the evidence, as the form's next version.
    """
    from cchc_xl.consolidation.beside.previous import load_previous
    from cchc_xl.draft.suggest import FEWEST, suggested
    from cchc_xl.draft.text import written
    from cchc_xl.grid.scan import show
    from cchc_xl.words.say import ui
    from cchc_xl.write.standing import check_output

    if output:
        check_output(output, (".json",), (*paths, *named_files(form_name)))
    settings_from(form_name, None, None)  # makes the office's own forms known
    made = suggested([load_previous(path) for path in paths], language())
    if not made.rules and not made.changes:
        sys.stdout.write(ui("suggest-nothing", language(), n=len(paths), fewest=FEWEST) + "\n")
        return 1
    if output:
        _put(output, made.definition, force)
        sys.stdout.write(
            f"{ui('suggest-done', language(), rules=made.rules, changes=made.changes, n=len(paths))}\n"
            f"{ui('suggest-written', language(), path=show(output))}\n"
        )
    else:
        sys.stdout.write(written(made.definition).decode())
    return 0


def _put(output: str, definition: Mapping[str, Any], force: bool) -> None:
    """A definition into its file; ``UserError`` where another stands there, which somebody may have worked on."""
    from cchc_xl.draft.text import written
    from cchc_xl.write.atomic import write_bytes
    from cchc_xl.write.standing import holds, require_replaceable

    data = written(definition)
    require_replaceable(output, lambda there: holds(there, data), force)
    write_bytes(output, data)


def _grid(path: str) -> Grid:
    """The file's content; ``UserError`` with the words of what keeps it from being read."""
    from cchc_xl.errors import UserError
    from cchc_xl.grid.file import read_file
    from cchc_xl.grid.scan import show
    from cchc_xl.model import Refusal
    from cchc_xl.words.say import say_what

    grid = read_file(path)
    if isinstance(grid, Refusal):
        why, _, repair = say_what(grid.findings[0], None, language())
        raise UserError("unreadable-input", path=show(path), why=why, repair=repair)
    return grid


@command.command(name="show")
@click.argument("name")
@campaign_option
@lang_option
def show(name: str, lang: str) -> int:  # noqa: ARG001
    """In biểu mẫu thành bảng như người nhập sẽ thấy: mã, mã/phiên bản hoặc tệp JSON.

    Draw a form as the table that clerks will see.
    """
    from cchc_xl.text import escaped
    from cchc_xl.words.say import ui

    form = settings_from(name, None, None).forms[0]
    heads, rows = _titles(form), _rows(form)
    widths = [max(len(row[column]) for row in (*heads, *rows)) for column in range(len(heads[0]))]
    sys.stdout.write(f"{form.key}  {escaped(form.title)}\n")
    for row in (*heads, None, *rows):
        line = (
            "-+-".join("-" * width for width in widths)
            if row is None
            else " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        )
        sys.stdout.write(f"{escaped(line).rstrip()}\n")
    for one in form.lists:
        titles = (f"{column.label} ({column.unit})" if column.unit else column.label for column in one.columns)
        sys.stdout.write(f"{escaped(one.title)}: {escaped(' | '.join(titles))}\n")
    periods = ", ".join(f"{kind.id} ({kind.label})" for kind in form.periods)
    said = ui("form-shown", language(), fields=len(form.fields), rules=len(form.rules), periods=periods)
    sys.stdout.write(f"{escaped(said)}\n")
    return 0


def _titles(form: Form) -> list[list[str]]:
    """The rows of titles; the title of a group stands above the first of its columns."""
    from cchc_xl.form.titles import title_areas

    beside = [form.columns[column] for column in ("tt", "label", "unit")]
    depth = max(len(column.titles) for column in form.values)
    made = [[*([""] * len(beside)), *([""] * len(form.values))] for _ in range(depth)]
    made[0][: len(beside)] = beside
    for level, first, _ in title_areas(form):
        made[level][len(beside) + first] = form.values[first].titles[level]
    return made


def _rows(form: Form) -> list[list[str]]:
    """The rows and those that head them; '...' where a value is asked for, 'x' where none is."""
    asked = {(field.row, field.column) for field in form.fields}
    drawn = []
    for row in form.rows:
        heads = [section for section in form.sections if section.before == row.id]
        drawn += [[section.tt, section.label, "", *([""] * len(form.values))] for section in heads]
        cells = ["..." if (row.id, column.id) in asked else "x" for column in form.values]
        drawn.append([row.tt or row.id, row.label, row.unit, *cells])
    return drawn


def _shipped() -> list[str]:
    from cchc_xl import resources
    from cchc_xl.form.load import known_forms

    return [
        resources.path("schemas", "forms", form_id, f"{n}.json")
        for form_id, numbers in known_forms().items()
        for n in numbers
    ]
