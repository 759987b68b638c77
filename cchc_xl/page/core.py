"""What the offline page asks for: files below ``in``, results below ``out``, plain text across.

Runs in a Web Worker under Pyodide, and under CPython as well, so that a test can hold both to the same bytes. Nothing
here knows a browser. The folders are the page's own: ``in`` (what the user gave), ``beside`` (roster, campaign file,
register, earlier result) and ``out``.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import Any

from cchc_xl.errors import UserError
from cchc_xl.form.load import default_form, versions
from cchc_xl.grid.file import read_bytes
from cchc_xl.grid.scan import Input, Skipped, read_input, scan
from cchc_xl.model import Finding, Form, Grid, Report, Scalar
from cchc_xl.page.drawn import drawn_table
from cchc_xl.page.remembered import Remembered
from cchc_xl.run.cache import stamp
from cchc_xl.validate import Settings, each_report, is_other_list, judged
from cchc_xl.words.say import address, say, ui, words
from cchc_xl.write.machine.report import form_of, summary_line

IN, BESIDE, OUT = "in", "beside", "out"
RESULT, LETTERS = "tong-hop.xlsx", "don-doc.zip"
Progress = Callable[[int, int], None]
_MEMORY = Remembered()


def nobody(done: int, of: int) -> None:
    """Progress that nobody watches."""


def start(root: str) -> None:
    """Makes the page's folders below ``root`` and works there: findings then name files as the user knows them."""
    gc.set_threshold(50_000, 10, 10)  # as in a process of the command line (``__main__``)
    for name in (IN, BESIDE, OUT):
        os.makedirs(os.path.join(root, name), exist_ok=True)
    os.chdir(os.path.join(root, IN))


def ready() -> None:
    """What the first check needs and importing this module did not bring."""
    versions(default_form())
    words("vi")


def warm() -> bool:
    """The next piece of what a later press needs, got ready while the user still looks for the files; False when all
    of it is. Pieces are short: a file that comes meanwhile waits for one of them.
    """
    step = next(_STEPS, None)
    if step is not None:
        step()
    return step is not None


def _steps() -> Iterator[Callable[[], object]]:
    """A first check, of a template of the program's own filled as people fill it, and the imports of other buttons."""
    made: list[bytes] = []
    yield from (partial(import_module, name) for name in ("xlsxwriter.workbook", "cchc_xl.write.template.workbook"))
    yield lambda: made.append(_filled())
    yield lambda: judged(read_bytes(made.pop(), "mau.xlsx"), _MEMORY.settings({}))
    yield from (
        partial(import_module, f"cchc_xl.{name}")
        for name in ("run.collect", "units.roster_file", "grid.foreign.opendocument", "write.marked.workbook",
                     "consolidation.consolidate", "write.province.workbook", "run.paths", "write.word.letters")
    )  # fmt: skip


def _filled() -> bytes:
    from cchc_xl.write.template.build import template_bytes

    form = versions(default_form())[0]
    ids = [field.id for field in form.fields]
    values: dict[str, Scalar] = dict(zip(ids, (6, "6 (lồng ghép)", "khoảng 1.200 lượt", "2,5", ""), strict=False))
    return template_bytes(form, values=values, notes={ids[0]: "Số liệu ước tính, tăng 2 so với kỳ trước"})


# --- clerks --------------------------------------------------------------------------------------------------------


def check(options: str, progress: Progress = nobody) -> str:
    """Every input judged: its status and sentence, its findings in words, the table as it stands.

    A file that nothing can be read of is one of them, and says so.
    """
    said = json.loads(options)
    against, lang = _MEMORY.settings(said), said.get("lang", "vi")
    inputs, skipped = _inputs()
    files, reports = [], []
    left = list(skipped)
    for done, item in enumerate(inputs, 1):
        at, read = stamp(item), read_input(item)
        found = judged(read, against)
        _MEMORY.add(item, at, found, against)
        for report in found.each:
            if is_other_list(item, report):
                left.append(Skipped(item.shown, "other-type"))
            else:
                files.append(_file(report, read if isinstance(read, Grid) else None, against.forms, lang))
                reports.append(report)
        progress(done, len(inputs))
    return json.dumps(
        {
            "summary": summary_line(reports, left, lang),
            "files": files,
            "skipped": [{"path": one.shown, "why": ui(f"why-skip-{one.why}", lang)} for one in left],
        },
        ensure_ascii=False,
    )


def report_json(options: str, progress: Progress = nobody) -> str:  # noqa: ARG001 - no button waits for it
    """``validate --format json`` of everything that was given: the same bytes as the command line's."""
    from cchc_xl.write.machine.formats import written

    said = json.loads(options)
    against = _MEMORY.settings(said)
    inputs, skipped = _inputs()
    read = list(each_report(inputs, against))
    reports = [one for one in read if not isinstance(one, Skipped)]
    left = [*skipped, *(one for one in read if isinstance(one, Skipped))]
    return written("json", reports, against.forms, said.get("lang", "vi"), left)


def _file(report: Report, grid: Grid | None, forms: Sequence[Form], lang: str) -> dict[str, Any]:
    form, submission = form_of(report, forms), report.submission
    return {
        "path": report.source.path,
        "status": report.status,
        "says": ui(f"status-{report.status}", lang),
        "unit": (submission.unit.name if submission.unit else submission.unit_text) if submission else "",
        "period": submission.period.label if submission and submission.period else "",
        "form": form.key if submission else "",
        "findings": [_finding(one, form, lang) for one in report.findings],
        "table": drawn_table(grid, submission, form) if grid and submission else None,
        "proposals": [
            {"field": one.field, "code": one.code, "proposed": one.proposed, "raw": one.raw}
            for one in report.findings
            if one.field and one.proposed is not None and one.severity != "note"
        ],
    }


def _finding(one: Finding, form: Form, lang: str) -> dict[str, Any]:
    message = say(one, form, lang)
    return {
        "code": one.code,
        "severity": one.severity,
        "level": words(lang)["severity"][one.severity],
        "sheet": one.ref.sheet if one.ref else "",
        "cell": one.ref.a1 if one.ref else "",
        "place": address(one.ref, lang) if one.ref else "",
        "field": one.field,
        "what": message.what,
        "why": message.why,
        "repair": message.repair,
    }


def marked(options: str, progress: Progress = nobody) -> str:
    """Marked copies below ``out``, and which input became which."""
    from cchc_xl.write.marked.copies import MARKABLE, mark

    return _copies(options, lambda _, lang: mark(lang), progress, MARKABLE)


def fixed(options: str, progress: Progress = nobody) -> str:
    """Corrected copies below ``out``: safe repairs, and of the proposals those of ``accept`` (path, field and code)."""
    from cchc_xl.write.marked.copies import Made, Original, fix

    accept = [(one["path"], one["field"], one["code"]) for one in json.loads(options).get("accept", ())]

    def make(against: Settings, lang: str) -> Callable[[Original], Made]:
        def made(original: Original) -> Made:
            path = original.report.source.path
            own = [one[1:] for one in accept if one[0] == path or one[0].startswith(f"{path} › ")]
            codes, fields = frozenset(code for _, code in own), frozenset(field for field, _ in own)
            return fix(against, codes, lang, fields)(original)

        return made

    return _copies(options, make, progress)


def _copies(
    options: str,
    make: Callable[[Settings, str], Any],
    progress: Progress,
    patchable: Sequence[str] = ("xlsx", "xlsm"),
) -> str:
    from cchc_xl.write.marked.copies import copies, plans

    said = json.loads(options)
    against, lang = _MEMORY.settings(said), said.get("lang", "vi")
    _fresh()
    todo = plans(said.get("paths") or _given(), os.path.join("..", OUT))
    made = []
    for copy in copies(todo, against, make(against, lang), lang, patchable=patchable):
        made.append(
            {
                "source": copy.source,
                "target": _shown(copy.target),
                "why": ui(f"copy-not-made-{copy.why}", lang) if copy.why else "",
                "changes": copy.changes,
                "status": copy.report.status,
            }
        )
        progress(len(made), len(todo))
    return json.dumps({"copies": made, "results": _results()}, ensure_ascii=False)


def moved(options: str, progress: Progress = nobody) -> str:  # noqa: ARG001 - one file
    """The one input of ``paths`` moved into a fresh template below ``out``, and what could not be moved."""
    from cchc_xl.write.marked.copies import migrate, move_target
    from cchc_xl.write.marked.migrated import reasons

    said = json.loads(options)
    against, lang = _MEMORY.settings(said), said.get("lang", "vi")
    _fresh()
    (path,) = said["paths"]
    found, _ = migrate(path, move_target(path, os.path.join("..", OUT)), against, against.forms[0], lang)
    return json.dumps({"left": list(reasons(found, lang)), "results": _results()}, ensure_ascii=False)


def template(options: str, progress: Progress = nobody) -> str:  # noqa: ARG001 - one file
    """A blank template below ``out``."""
    from cchc_xl.write.template.build import template_bytes

    against = _MEMORY.settings(json.loads(options))
    _fresh()
    form = against.forms[0]
    _put(f"mau-{form.id}-{form.version}.xlsx", template_bytes(form, period=against.period))
    return json.dumps({"results": _results()})


def report(options: str, progress: Progress = nobody) -> str:  # noqa: ARG001 - one file
    """The official report (.docx) of the one input of ``paths`` below ``out``, and what is said of it: a unit's from
    its workbook, a draft with its errors while there are some; the summary from a provincial workbook.
    """
    from cchc_xl.grid.file import PROVINCE_LIMITS, read_file
    from cchc_xl.table.hidden_sheet import province_meta

    said = json.loads(options)
    lang = said.get("lang", "vi")
    _fresh()
    (path,) = said["paths"]
    read = read_file(path, path, limits=PROVINCE_LIMITS)
    if isinstance(read, Grid) and province_meta(read):
        key, count, name, data = _summary(read, path, said)
    else:
        key, count, name, data = _units_report(path, said)
    if data:
        _put(f"{name}.docx", data)
    return json.dumps({"says": ui(key, lang, path=f"{name}.docx", n=count), "results": _results()}, ensure_ascii=False)


def _summary(grid: Grid, path: str, said: dict[str, Any]) -> tuple[str, int, str, bytes]:
    """What is said, the number that it names, the document's name and the document."""
    from cchc_xl.grid.openxml.package import ReadError
    from cchc_xl.write.file_names import safe_name
    from cchc_xl.write.province.result import read_result
    from cchc_xl.write.word.province_report import file_name, province_report_docx

    try:
        result = read_result(grid, path)
    except ReadError:  # a sheet that is looked at only now
        raise UserError("bad-previous", path=path) from None
    data = province_report_docx(result, _campaign(said).office)
    return "report-province", len(result.units), safe_name(file_name(result)), data


def _units_report(path: str, said: dict[str, Any]) -> tuple[str, int, str, bytes]:
    """The same of a unit's workbook; no document where there is no table of the form in it."""
    from cchc_xl.grid.file import read_file
    from cchc_xl.write.file_names import safe_name
    from cchc_xl.write.word.unit_report import errors, file_name, unit_report, unit_report_docx

    against = _MEMORY.settings(said)
    read = read_file(path, path)
    found = judged(read, against)
    if found.submission is None or not isinstance(read, Grid):
        return "report-unreadable", 0, "", b""
    form, faults = form_of(found, against.forms), errors(found)
    made = unit_report(form, found, read)._replace(to=_campaign(said).office.name)
    name = safe_name(file_name(form, found.submission))
    return "report-draft" if faults else "report-done", len(faults), name, unit_report_docx(made)


# --- consolidators -------------------------------------------------------------------------------------------------


def merge(options: str, progress: Progress = nobody) -> str:
    """The provincial workbook, the letters and the table of all figures below ``out``; the merge as JSON and its lines.

    ``earlier``: the workbook in which the consolidator has decided: it is replaced, and what was decided there holds.
    ``one``: a single letter to all that owe something.
    """
    from cchc_xl.run.paths import merge_paths
    from cchc_xl.write.machine.merged import merged_json
    from cchc_xl.write.province.outstanding import account, parted

    said = json.loads(options)
    plan = _plan(said)
    _fresh()
    output = os.path.join("..", OUT, RESULT)
    if said.get("earlier"):
        shutil.copyfile(said["earlier"], output)
    result = merge_paths(_given(), output, plan, progress=progress, known=_MEMORY.known(plan.against))
    _MEMORY.keep(result.known, plan.against)
    merged = result.consolidation
    _put_tidy(merged)
    owing = account(merged)
    _put_letters(owing, said)
    told = merged_json(merged, RESULT, said.get("lang", "vi"))
    return json.dumps(
        {
            "merged": told,
            **{name: len(units) for name, units in parted(owing.owing)._asdict().items()},
            "whys": {one.why: _why(one.why, said.get("lang", "vi")) for one in merged.sources if one.why},
            "fields": [(one.id, one.tt, one.label, one.unit) for one in merged.form.fields],
            "results": _results(),
        },
        ensure_ascii=False,
        allow_nan=False,
    )


def _why(why: str, lang: str) -> str:
    """Why a file was not added up, in words: of a finding's code, or of a reason of the merge's own."""
    from cchc_xl.check.catalogue import title_of
    from cchc_xl.words.province import WORDS

    return title_of(why, lang) or WORDS[lang].get(f"why-{why}", why).partition(" {")[0]


def _plan(said: dict[str, Any]) -> Any:
    from cchc_xl.run.plan import plan_of

    return plan_of(
        _campaign(said),
        form=said.get("form"),
        roster=said.get("roster"),
        period=said.get("period"),
        received=said.get("received"),
        lang=said.get("lang", "vi"),
        cached=False,  # nothing here outlives the page
        force=True,
    )


def _campaign(said: dict[str, Any]) -> Any:
    from cchc_xl.campaign import SILENT, load_campaign

    return load_campaign(said["campaign"]) if said.get("campaign") else SILENT


def _put_tidy(merged: Any) -> None:
    from cchc_xl.write.machine.tidy_rows import csv_bytes

    _put("so-lieu.csv", csv_bytes(merged))
    for one in merged.form.lists:
        from cchc_xl.write.machine.tidy_lists import list_csv, list_path

        _put(list_path("so-lieu.csv", one), list_csv(merged, one))


def _put_letters(owing: Any, said: dict[str, Any]) -> None:
    """As ``remind`` writes them, in one archive: a browser asks for each further download."""
    from cchc_xl.write.word.letters import files_of, letters_of

    letters = letters_of(owing, _campaign(said), bool(said.get("one")))
    if not letters:
        return
    with zipfile.ZipFile(os.path.join("..", OUT, LETTERS), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, make in files_of(letters):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".docx") else zipfile.ZIP_DEFLATED
            archive.writestr(info, make())


# --- folders -------------------------------------------------------------------------------------------------------


def _given() -> list[str]:
    """What the user gave, by the names that he knows."""
    return sorted(os.listdir("."))


def _inputs() -> tuple[Sequence[Input], Sequence[Skipped]]:
    found = scan(_given())
    return found.inputs, found.skipped


def _fresh() -> None:
    """``out`` without what an earlier press left."""
    shutil.rmtree(os.path.join("..", OUT), ignore_errors=True)
    os.makedirs(os.path.join("..", OUT))


def _put(name: str, data: bytes) -> None:
    with open(os.path.join("..", OUT, name), "wb") as file:
        file.write(data)


def _results() -> list[str]:
    """Every file below ``out``, by its place there."""
    return sorted(_walk(os.path.join("..", OUT)))


def _walk(folder: str) -> Iterator[str]:
    for above, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(above, name), folder).replace(os.sep, "/")


def _shown(path: str) -> str:
    return os.path.relpath(path, os.path.join("..", OUT)).replace(os.sep, "/") if path else ""


def run(name: str, options: str, progress: Progress = nobody) -> str:
    """One of the functions above by its name; a mistake of the user is told in words, as ``{"told": ...}``."""
    from cchc_xl.text import escaped

    try:
        return _BY_NAME[name](options, progress)
    except UserError as error:
        lang = json.loads(options).get("lang", "vi")
        told = ui(error.key, lang, **error.params)
        for kind in ("roster", "campaign", "received", "earlier"):  # the page's own folders: the user knows the name
            told = told.replace(f"../{BESIDE}/{kind}/", "")
        return json.dumps({"told": escaped(told)}, ensure_ascii=False)


def modules(options: str, progress: Progress = nobody) -> str:  # noqa: ARG001
    """The modules that were needed so far: what the page's standard library is cut to."""
    import sys

    return json.dumps(sorted(name for name, module in sys.modules.items() if module is not None))


_STEPS = _steps()
_BY_NAME: dict[str, Callable[[str, Progress], str]] = {
    "check": check,
    "report_json": report_json,
    "marked": marked,
    "fixed": fixed,
    "moved": moved,
    "report": report,
    "template": template,
    "merge": merge,
    "modules": modules,
}
