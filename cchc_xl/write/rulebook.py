"""The rulebook: every code with its words, examples, basis and treatment, from the catalogue and the language files.

``docs/rules.md`` is ``rulebook_markdown("vi")``; a test keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cchc_xl.check.catalogue import catalogue
from cchc_xl.errors import UserError
from cchc_xl.model import SEVERITIES
from cchc_xl.words.say import placeholders, ui, words

Entry = Mapping[str, Any]


def rulebook_markdown(lang: str = "vi") -> str:
    """The whole rulebook as Markdown, ending in a line break."""
    return "\n".join([*_introduction(lang), *_contents(lang), *_groups(lang), *_undetectable(lang)]) + "\n"


def rule_text(code: str, lang: str = "vi") -> str:
    """One code for a terminal; ``UserError`` 'unknown-code' where there is none. Upper and lower case are equal."""
    entry = catalogue().get(code.strip().upper())
    if entry is None:
        raise UserError("unknown-code", code=code)
    code = code.strip().upper()
    lines = [f"{code}  {_title(code, lang)}"]
    lines += [f"  {name}: {value}" for name, value in _facts(entry, lang)]
    lines += [f"  {ui('rule-message', lang)}:", *(f"    {sentence}" for sentence in message_parts(code, lang))]
    for key, kind in (("rule-fires", "fires"), ("rule-silent", "silent")):
        lines += [f"  {ui(key, lang)}:", *(f"    {example}" for example in entry["examples"][kind])]
    lines += [f"  {ui('rule-basis', lang)}: {entry['basis']}", f"  {ui('rule-detect', lang)}: {entry['detect']}"]
    return "\n".join(lines)


def rule_list(lang: str = "vi") -> str:
    """All codes, one in a line: code, severity, title."""
    severity = words(lang)["severity"]
    width = max(map(len, severity.values()))
    return "\n".join(
        f"{code}  {severity[entry['severity']]:<{width}}  {_title(code, lang)}" for code, entry in catalogue().items()
    )


def message_parts(code: str, lang: str = "vi") -> tuple[str, str, str]:
    """What, why and repair with ‹names› in place of the values."""
    names = words(lang)["placeholders"]
    texts = words(lang)["codes"][code]

    def shown(part: str) -> str:
        text: str = texts[part]
        return text.format_map({name: f"‹{names[name]}›" for name in placeholders(text)})

    return shown("what"), shown("why"), shown("repair")


# --- parts ---------------------------------------------------------------------------------------------------------


def _introduction(lang: str) -> Iterator[str]:
    entries = catalogue().values()
    counts = {severity: sum(entry["severity"] == severity for entry in entries) for severity in SEVERITIES}
    yield f"# {ui('rules-title', lang)}"
    yield ""
    yield f"<!-- {ui('rules-generated', lang)} -->"
    yield ""
    for key in ("rules-intro", "rules-severities", "rules-repair", "rules-blank"):
        yield ui(key, lang, codes=len(entries), **counts)
        yield ""
    if lang == "vi":
        yield f"> {ui('rules-summary', 'en', codes=len(entries), **counts)}"
        yield ""


def _contents(lang: str) -> Iterator[str]:
    severity, fix = words(lang)["severity"], words(lang)["fix"]
    yield f"## {ui('rules-contents', lang)}"
    yield ""
    yield (
        f"| {ui('rule-code', lang)} | {ui('rule-title', lang)} | {ui('rule-severity', lang)} | {ui('rule-fix', lang)} |"
        f" {ui('rule-live', lang)} |"
    )
    yield "|---|---|---|---|---|"
    for code, entry in catalogue().items():
        live = ui("yes", lang) if entry["live"] else ""
        yield (
            f"| [{code}](#{code.lower()}) | {_plain(_title(code, lang))} | {severity[entry['severity']]} |"
            f" {fix[entry['fix']]} | {live} |"
        )
    yield ""


def _groups(lang: str) -> Iterator[str]:
    for group, name in words(lang)["group"].items():
        yield f"## {group}. {name}"
        yield ""
        for code, entry in catalogue().items():
            if entry["group"] == group:
                yield from _section(code, entry, lang)


def _section(code: str, entry: Entry, lang: str) -> Iterator[str]:
    # An anchor of the code alone: a link from a finding outlives a better title.
    yield f'### <a id="{code.lower()}"></a>{code}. {_plain(_title(code, lang))}'
    yield ""
    for name, value in _facts(entry, lang):
        yield f"* **{name}**: {value}"
    yield f"* **{ui('rule-message', lang)}**: {_plain(' '.join(message_parts(code, lang)))}"
    for key, kind in (("rule-fires", "fires"), ("rule-silent", "silent")):
        yield f"* **{ui(key, lang)}**: {' · '.join(map(_code, entry['examples'][kind]))}"
    yield f"* **{ui('rule-basis', lang)}**: {_plain(entry['basis'])}"
    yield f"* **{ui('rule-detect', lang)}**: {_plain(entry['detect'])}"
    yield ""


def _facts(entry: Entry, lang: str) -> Iterator[tuple[str, str]]:
    texts = words(lang)
    yield ui("rule-severity", lang), texts["severity"][entry["severity"]]
    yield ui("rule-phase", lang), texts["phase"][entry["phase"]]
    yield ui("rule-fix", lang), texts["fix"][entry["fix"]]
    yield ui("rule-live", lang), ui("yes" if entry["live"] else "no", lang)
    if entry.get("own"):
        yield ui("rule-own", lang), ui("yes", lang)
    if "undetectable" in entry:
        yield ui("rule-undetectable", lang), entry["undetectable"][lang]


def _undetectable(lang: str) -> Iterator[str]:
    hidden = [(code, entry["undetectable"][lang]) for code, entry in catalogue().items() if "undetectable" in entry]
    if hidden:
        yield f"## {ui('rule-undetectable', lang)}"
        yield ""
        yield from (f"* {code}: {_plain(why)}" for code, why in hidden)
        yield ""


# --- Markdown ------------------------------------------------------------------------------------------------------


def _title(code: str, lang: str) -> str:
    title: str = words(lang)["codes"][code]["title"]
    return title


def _plain(text: str) -> str:
    """Text that Markdown must not read as markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
