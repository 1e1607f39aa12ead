"""Who reads an archive: this process, processes beside it, or the machines of a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core.facts.watchlist import Watchlist
from monitor.model import Rejected
from monitor.model.errors import UsageError
from monitor.sources.files import read_path
from monitor.workers.analysts import AnalystPool, Analysts, InProcess, prepare_analysis
from monitor.workers.cluster_worker import Prepare
from monitor.workers.extraction import Extract, prepare_extracts, prepare_lines

if TYPE_CHECKING:
    from monitor.workers.cluster import Cluster


@contextmanager
def open_analysts(watchlists: Sequence[Watchlist], workers: int, cluster: str | None = None) -> Iterator[Analysts]:
    """Read in `workers` processes, of which a single one is this one; or on the cluster whose scheduler is named.

    `UsageError` where the cluster can't be used.
    """
    if cluster is not None:
        with _connect(cluster, partial(prepare_analysis, tuple(watchlists))) as machines:
            yield machines.analysts
        return
    if workers == 1:
        yield InProcess(watchlists)
        return
    with AnalystPool(watchlists, workers) as pool:
        yield pool


def read_extracts(
    watchlists: Sequence[Watchlist], path: Path, *, as_lines: bool, cluster: str | None = None
) -> Iterator[Extract | str | Rejected]:
    """Yield what the reader sees in each document of a folder or a file, in order: a value, or its records as lines.

    In this process, or on the cluster whose scheduler is named. `UsageError` where there is nothing to read, or the
    cluster can't be used; `ReaderError` where it is gone.
    """
    prepare = partial(prepare_lines if as_lines else prepare_extracts, tuple(watchlists))
    if cluster is not None:
        with _connect(cluster, prepare) as machines:
            yield from (result for _, result in machines.read_archive(path))
        return
    read = prepare()
    yield from (item if isinstance(item, Rejected) else read(item) for item in read_path(path))


def _connect(address: str, prepare: Prepare) -> Cluster:
    try:
        from monitor.workers.cluster import Cluster  # it imports Dask, which takes a second and need not be installed
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.partition(".")[0] == "monitor":
            raise
        raise UsageError(
            f"--cluster needs Dask, and {error.name} is not installed: pip install 'monitor[cluster]'"
        ) from error
    return Cluster(address, prepare)
