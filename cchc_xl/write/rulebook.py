"""The rulebook: every code with its words, examples, basis and treatment, from the catalogue.

``docs/rules.md`` is ``rulebook_markdown("vi")``; a test keeps the two equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cchc_xl.check.catalogue import GROUPS, catalogue, entry, family, live, texts, title_of
from cchc_xl.errors import UserError
from cchc_xl.model import SEVERITIES
from cchc_xl.words.say import gloss, placeholders, ui, words


def rulebook_markdown(lang: str = "vi") -> str:
    """The whole rulebook as Markdown, ending in a line break."""
    return "\n".join([*_introduction(lang), *_contents(lang), *_groups(lang), *_undetectable(lang)]) + "\n"


def rule_text(code: str, lang: str = "vi") -> str:
    """One code for a terminal; ``UserError`` 'unknown-code' where there is none. Upper and lower case are equal."""
    known = catalogue().get(code.strip().upper())
    if known is None:
        raise UserError("unknown-code", code=code)
    code = code.strip().upper()
    lines = [f"{code}  {title_of(code, lang)}"]
    lines += [f"  {name}: {value}" for name, value in _facts(code, lang)]
    lines += [f"  {ui('rule-message', lang)}:", *(f"    {sentence}" for sentence in message_parts(code, lang))]
    for key, kind in (("rule-fires", "fires"), ("rule-silent", "silent")):
        lines += [f"  {ui(key, lang)}:", *(f"    {glossed(example, lang)}" for example in known["examples"][kind])]
    lines.append(f"  {ui('rule-basis', lang)}: {glossed(known['basis'], lang)}")
    lines.append(f"  {ui('rule-detect', lang)}: {known['detect']}")
    return "\n".join(lines)


def rule_list(lang: str = "vi") -> str:
    """All codes, one in a line: code, severity, title."""
    severity = words(lang)["severity"]
    width = max(map(len, severity.values()))
    return "\n".join(
        f"{code}  {severity[known['severity']]:<{width}}  {title_of(code, lang)}" for code, known in catalogue().items()
    )


def message_parts(code: str, lang: str = "vi") -> tuple[str, str, str]:
    """What, why and repair with ‹names› in place of the values."""
    names, parts = names_of(code, lang), texts(code, lang)

    def shown(part: str) -> str:
        text = parts[part]
        return text.format_map({name: f"‹{names[name]}›" for name in placeholders(text)})

    return shown("what"), shown("why"), shown("repair")


def names_of(code: str, lang: str) -> Mapping[str, str]:
    """Placeholder -> what it stands for: those that many messages have, and those of this code alone."""
    own = {name: both[lang] for name, both in entry(code).get("names", {}).items()}
    return {**words(lang)["placeholders"], **own}


def glossed(text: str, lang: str) -> str:
    """An example or a basis, which is Vietnamese, with what it says where the reader needs it."""
    return text + _behind(text, lang)


def _behind(text: str, lang: str) -> str:
    said = gloss(text) if lang == "en" else ""
    return f" — {said}" if said else ""


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
    for code, known in catalogue().items():
        live_too = ui("yes", lang) if live(code) else ""
        yield (
            f"| [{code}](#{code.lower()}) | {_plain(title_of(code, lang))} | {severity[known['severity']]} |"
            f" {fix[known['fix']]} | {live_too} |"
        )
    yield ""


def _groups(lang: str) -> Iterator[str]:
    for letter, group in GROUPS.items():
        yield f"## {group}. {words(lang)['group'][group]}"
        yield ""
        for code in family(letter):
            yield from _section(code, lang)


def _section(code: str, lang: str) -> Iterator[str]:
    known = entry(code)
    # An anchor of the code alone: a link from a finding outlives a better title.
    yield f'### <a id="{code.lower()}"></a>{code}. {_plain(title_of(code, lang))}'
    yield ""
    for name, value in _facts(code, lang):
        yield f"* **{name}**: {value}"
    yield f"* **{ui('rule-message', lang)}**: {_plain(' '.join(message_parts(code, lang)))}"
    for key, kind in (("rule-fires", "fires"), ("rule-silent", "silent")):
        shown = [_code(example) + _plain(_behind(example, lang)) for example in known["examples"][kind]]
        yield f"* **{ui(key, lang)}**: {' · '.join(shown)}"
    yield f"* **{ui('rule-basis', lang)}**: {_plain(glossed(known['basis'], lang))}"
    yield f"* **{ui('rule-detect', lang)}**: {_plain(known['detect'])}"
    yield ""


def _facts(code: str, lang: str) -> Iterator[tuple[str, str]]:
    known, names = entry(code), words(lang)
    yield ui("rule-severity", lang), names["severity"][known["severity"]]
    yield ui("rule-phase", lang), names["phase"][known["phase"]]
    yield ui("rule-fix", lang), names["fix"][known["fix"]]
    yield ui("rule-live", lang), ui("yes" if live(code) else "no", lang)
    if known.get("own"):
        yield ui("rule-own", lang), ui("yes", lang)
    if "undetectable" in known:
        yield ui("rule-undetectable", lang), known["undetectable"][lang]


def _undetectable(lang: str) -> Iterator[str]:
    hidden = [(code, known["undetectable"][lang]) for code, known in catalogue().items() if "undetectable" in known]
    if hidden:
        yield f"## {ui('rule-undetectable', lang)}"
        yield ""
        yield from (f"* {code}: {_plain(why)}" for code, why in hidden)
        yield ""


# --- Markdown ------------------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Text that Markdown must not read as markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
