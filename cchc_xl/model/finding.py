"""What there is to look at: codes and parameters, never text."""

from collections.abc import Mapping

from cchc_xl.model.place import CellRef
from cchc_xl.records import NamedTuple
from cchc_xl.typed import Any, Literal

Severity = Literal["error", "warning", "note"]
Phase = Literal["file", "structure", "value", "cross-field", "period", "peers", "roster"]
Scalar = str | int | float | bool | None

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
PHASES: tuple[Phase, ...] = ("file", "structure", "value", "cross-field", "period", "peers", "roster")


class Finding(NamedTuple):
    """One thing to look at. It holds a code and parameters, never text: words are made at the edge by ``lang``.

    ``unit`` is the unit's id (or the text that names it, or ''), ``period`` the period's key: together with code, field
    and raw value they make the fingerprint, which therefore survives a renamed file and a moved cell.
    """

    code: str
    severity: Severity
    phase: Phase
    unit: str = ""
    period: str = ""
    field: str = ""
    ref: CellRef | None = None
    raw: str = ""
    proposed: int | float | None = None
    params: Mapping[str, Any] = {}
    source: str = ""  # path of the file as shown

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits, the same for the same fault of the same unit and period."""
        about = self.unit or self.source.replace("\\", "/").rsplit("/", 1)[-1]
        import hashlib  # loads OpenSSL, which the check of a file does not need

        identity = "\x1f".join((self.code, about, self.period, self.field, self.raw, str(self.params.get("key", ""))))
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]
