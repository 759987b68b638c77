"""A merge as JSON: what ``cchc-xl merge --format json`` prints, for programs, pages and tests."""

from __future__ import annotations

from typing import Any

from cchc_xl.consolidation.account.completeness import completeness
from cchc_xl.consolidation.account.lines import unit_lines
from cchc_xl.consolidation.account.unit_status import not_usable
from cchc_xl.model import Consolidation, Decision, Entry, Field, SourceRow, Total, UnitResult
from cchc_xl.write.machine.report import clean, counts, finding_json, line_json
from cchc_xl.write.province.carried_over.entries import Brought
from cchc_xl.write.province.carried_over.told import content_of


def merged_json(merged: Consolidation, output: str = "", lang: str = "vi") -> dict[str, Any]:
    """The consolidation as plain values that JSON has. ``output``: where its workbook stands, '' where nowhere.

    ``units[].values`` and ``totals`` are by the id of an indicator; ``why`` and ``flag`` are codes of findings, null
    where there is none; a quantity that is not added up is null in ``used``, and never 0. ``unusable``: the units of
    the roster that have sent something of no use yet (some of them are in ``units`` too, set aside as a whole);
    ``missing``: those of which nothing came. ``lang``: of ``findings``' words.
    """
    return {
        "output": clean(output),
        "form": merged.form.key,
        "period": merged.period.key if merged.period else None,
        "found": merged.found,
        "sources": list(map(_source, merged.sources)),
        "totals": {
            total.field: _total(total, field) for total, field in zip(merged.totals, merged.form.fields, strict=True)
        },
        "units": list(map(_unit, merged.units)),
        **({"lists": lists_json(merged)} if merged.form.lists else {}),
        "unusable": [
            {
                "id": one.unit.id,
                "name": one.unit.name,
                "files": [{"path": clean(row.source.path), "why": row.why} for row in one.files],
            }
            for one in not_usable(merged)
        ],
        "missing": [{"id": unit.id, "name": unit.name} for unit in merged.missing],
        "completeness": [
            {
                **one._asdict(),
                "missing": one.missing,
                "reporting_rate": one.reporting_rate,
                "on_time_rate": one.on_time_rate,
            }
            for one in completeness(merged)
        ],
        "decisions": [_decision(one, merged) for one in merged.decisions],
        "differences": list(map(_texts_cleaned, merged.differences)),
        "findings": [
            {**finding_json(one, merged.form, lang), "path": clean(one.source), "unit": clean(one.unit)}
            for one in merged.findings
        ],
        "summary": {
            "files": sum(row.was_read for row in merged.sources),
            "findings": counts(merged.findings),
        },
    }


def lists_json(merged: Consolidation) -> dict[str, list[dict[str, Any]]]:
    """List -> its lines, unit by unit: where each stands, its values by column, and the codes of what was found."""
    return {
        one.id: [
            {
                "unit": {"id": row.result.unit.id if row.result.unit else None, "name": clean(row.result.name)},
                "path": clean(row.result.report.source.path),
                **line_json(one, row.line),
                "findings": sorted({found.code for found in row.findings if found.severity != "note"}),
            }
            for row in unit_lines(merged, one)
        ]
        for one in merged.form.lists
    }


def _decision(decision: Decision, merged: Consolidation) -> dict[str, Any]:
    """``obstacle``: '' where it is carried out, the id of a reason where it is not, null where its finding is gone."""
    others = [_texts_cleaned(one._replace(others=())) for one in decision.others]
    obstacle = merged.obstacles.get(decision.fingerprint)
    return {**_texts_cleaned(decision), "others": others, "obstacle": obstacle}


def added_json(settled: Brought, copy: str = "", lang: str = "vi") -> dict[str, Any]:
    """What became of what a person had added to the workbook that was replaced; ``copy``: where that one is kept."""
    return {
        "kept": settled.kept,
        "moved": [
            {
                "sheet": clean(one.entry.sheet),
                "cell": one.entry.at,
                "about": clean(one.entry.subject),
                "column": clean(one.entry.title),
                "content": clean(content_of(one, lang)),
                "now": clean(one.ours) or None,
                "why": one.why.removeprefix("moved-"),
            }
            for one in settled.moved
        ],
        "waiting": settled.waiting,
        "unknown": settled.unknown,
        "copy": clean(copy) or None,
    }


def _source(row: SourceRow) -> dict[str, Any]:
    return {
        "path": clean(row.source.path),
        "sha256": row.source.sha256,
        "outcome": row.outcome,
        "why": row.why or None,
        "unit": row.unit or None,
        "used": row.used,
        "set_aside": row.set_aside,
    }


def _total(total: Total, field: Field) -> dict[str, Any]:
    return {
        "used": total.used,
        "set_aside": total.set_aside,
        "read": total.read,
        "units_used": total.units_used,
        "units_set_aside": total.units_set_aside,
        "units_missing": total.units_missing,
        "estimates": total.estimates,
        **({"answers": dict(total.answers)} if total.answers else {}),
        **({} if field.aggregation == "sum" else {"aggregation": field.aggregation}),
    }


def _unit(result: UnitResult) -> dict[str, Any]:
    return {
        "id": result.unit.id if result.unit else None,
        "name": clean(result.name),
        "values": {entry.field: _value(entry) for entry in result.entries},
    }


def _value(entry: Entry) -> dict[str, Any]:
    return {
        "used": entry.answer or entry.used,
        "why": entry.why or None,
        "flag": entry.flag or None,
    }


def _texts_cleaned(record: Any) -> dict[str, Any]:
    return {key: clean(value) if isinstance(value, str) else value for key, value in record._asdict().items()}
