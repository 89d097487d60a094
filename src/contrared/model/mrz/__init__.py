"""The machine-readable zone of travel documents (ICAO Doc 9303): reading, checking, suggesting, writing."""

from contrared.model.mrz.checkdigit import check_digit, indistinguishable
from contrared.model.mrz.checks import CheckDigit
from contrared.model.mrz.dates import PartialDate
from contrared.model.mrz.document import Field, Mrz
from contrared.model.mrz.encoding import Details, encode
from contrared.model.mrz.errors import MrzError
from contrared.model.mrz.formats import Format, Span
from contrared.model.mrz.names import Name, spellings
from contrared.model.mrz.parse import parse
from contrared.model.mrz.person import person
from contrared.model.mrz.remarks import Remark, RemarkKind
from contrared.model.mrz.states import country
from contrared.model.mrz.suggestions import Substitution, Suggestion, suggest

__all__ = [
    "CheckDigit",
    "Details",
    "Field",
    "Format",
    "Mrz",
    "MrzError",
    "Name",
    "PartialDate",
    "Remark",
    "RemarkKind",
    "Span",
    "Substitution",
    "Suggestion",
    "check_digit",
    "country",
    "encode",
    "indistinguishable",
    "parse",
    "person",
    "spellings",
    "suggest",
]
