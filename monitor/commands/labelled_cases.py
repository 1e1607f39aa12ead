"""Alerts that a desk has marked, as tests of its watchlists: what was useful must come again, the rest must not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.app.bootstrap import open_replay
from monitor.app.project import Project
from monitor.core.records import Record, alert_record
from monitor.model import Decision, FeedbackKind
from monitor.model.errors import UsageError
from monitor.pipeline.replay import replay

_JUDGED = frozenset({FeedbackKind.USEFUL, FeedbackKind.REDUNDANT, FeedbackKind.WRONG})


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one marked alert. why: what is wrong with it, `None` where the rules do what the desk wants."""

    alert: Record
    verdict: FeedbackKind
    author: str
    why: str | None


def run_cases(project: Project, path: Path) -> tuple[CaseResult, ...]:
    """Replay the documents of the cases in `path` with the project's watchlists; say of each case whether it holds.

    Each is told beside the others, in the order of publication. Of several marks on one alert the last counts, and an
    acknowledgement is none.
    """
    cases = {str(case["alert"]["id"]): case for case in read_cases(path)}
    told: list[Record] = []
    with open_replay(project, 1) as (pipeline, _):
        for result in replay(path, pipeline):
            told += [alert_record(alert) for alert in result.alerts] if isinstance(result, Decision) else []
    return tuple(_judge(case, told) for case in cases.values())


def read_cases(path: Path) -> list[Record]:
    """Return the records of `path` that judge an alert, in their order; UsageError where a line is no case."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read ({error}); give a file that monitor cases wrote") from error
    cases = [_read_case(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
    return [case for case in cases if case["verdict"] in _JUDGED]


def _read_case(line: str, place: str) -> Record:
    try:
        data: Any = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{place}: no JSON; give a file that monitor cases wrote") from error
    if not isinstance(data, dict) or data.get("record") != "case" or not isinstance(data.get("alert"), dict):
        raise UsageError(f"{place}: no case record; give a file that monitor cases wrote")
    lacking = [key for key in ("id", "watchlist", "document_id", "headline") if key not in data["alert"]]
    if lacking or data.get("verdict") not in tuple(FeedbackKind):
        raise UsageError(f"{place}: the case lacks {lacking[0] if lacking else 'its verdict'}; write it as it was")
    return data


def _judge(case: Record, told: Sequence[Record]) -> CaseResult:
    alert, verdict = case["alert"], FeedbackKind(case["verdict"])
    here = [each for each in told if all(each[key] == alert[key] for key in ("watchlist", "document_id"))]
    if verdict is FeedbackKind.USEFUL:
        why = None if here else "is not told any more"
    else:
        why = "is still told" if any(_is_same_news(each, alert) for each in here) else None
    return CaseResult(alert, verdict, str(case.get("author") or ""), why)


def _is_same_news(told: Record, marked: Record) -> bool:
    """Tell whether an alert of the marked one's document says what that said first, however else it reads now."""
    return bool(told["headline"] == marked["headline"] or set(marked.get("facts", ())[:1]) & set(told["facts"]))
