"""Handling as STIX markings: the TLP 2.0 objects of OASIS, and a statement for codes, caveats and releasability."""

from __future__ import annotations

from contrared.brief.exports.stix.objects import DEFINED, VERSION, Object, stix_id
from contrared.model import Handling
from contrared.model.handling import Tlp

#: Extension and markings of TLP 2.0 as OASIS published them (cti-stix-common-objects).
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    Tlp.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    Tlp.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    Tlp.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    Tlp.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    Tlp.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
_PUBLISHED = "2022-10-01T00:00:00.000Z"


class Markings:
    """Markings that a bundle needs, gathered while its objects are written."""

    def __init__(self) -> None:
        self._used: dict[str, Object] = {}

    def of(self, handling: Handling) -> list[str]:
        """Ids of the markings of an object."""
        found = [_tlp(handling.tlp)]
        if handling.code is not None or handling.caveats or handling.releasable_to:
            found.append(_statement(handling.banner))
        for item in found:
            self._used[item["id"]] = item
        return [item["id"] for item in found]

    def objects(self) -> list[Object]:
        """The markings used so far, by id."""
        return [self._used[key] for key in sorted(self._used)]


def _tlp(colour: Tlp) -> Object:
    return {
        "type": "marking-definition",
        "spec_version": VERSION,
        "id": TLP[colour],
        "created": _PUBLISHED,
        "name": colour.label,
        "extensions": {
            TLP_EXTENSION: {
                "extension_type": "property-extension",
                "tlp_2_0": colour.label.removeprefix("TLP:").lower(),
            }
        },
    }


def _statement(banner: str) -> Object:
    return {
        "type": "marking-definition",
        "spec_version": VERSION,
        "id": stix_id("marking-definition", banner),
        "created": DEFINED,
        "name": "Handling",
        "definition_type": "statement",
        "definition": {"statement": banner},
    }
