"""FollowTheMoney's model with what it lacks for our field: commodities, seizures and declarations.

FollowTheMoney loads its schemata from one folder, which ``FTM_MODEL_PATH`` replaces as a whole. To add to them, the
files of ``model/extension`` are read into the model that is there, by the same code and before anybody asks it.
"""

from __future__ import annotations

from importlib import resources

from followthemoney.model import Model

__all__ = ["EXTENSION", "model"]

#: The model, of which there is one in a process.
model: Model = Model.instance()

#: Schemata that stock FollowTheMoney does not know, and the nearest of its own, as which others can read them.
EXTENSION = {"Commodity": "Thing", "GoodsEvent": "Event", "Seizure": "Event", "Declaration": "Event"}


def _extend() -> None:
    if "Commodity" in model.schemata:
        return
    with resources.as_file(resources.files("contrared.model") / "extension") as folder:
        for path in sorted(folder.glob("*.yaml")):
            model._load(str(path))
    model.generate()


_extend()
