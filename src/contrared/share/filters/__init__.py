"""Filters: what a holder may confirm to one partner, in a form that answers only to evaluated keys."""

from contrared.share.filters.building import Holding, build, build_holding
from contrared.share.filters.change import Change, changed, renew
from contrared.share.filters.entry import FilterError, Found, new_handle
from contrared.share.filters.filter import Filter
from contrared.share.filters.known import Known

__all__ = [
    "Change",
    "Filter",
    "FilterError",
    "Found",
    "Holding",
    "Known",
    "build",
    "build_holding",
    "changed",
    "new_handle",
    "renew",
]
