"""One thread while a result must not depend on timing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def networkit_threads(count: int = 1) -> Iterator[None]:
    """NetworKit with a number of threads; the process's own number is put back afterwards."""
    import networkit as nk  # takes more than a second

    before = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(count)
    try:
        yield
    finally:
        nk.setNumberOfThreads(before)
