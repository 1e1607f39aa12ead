"""The commands as a person or a script calls them: output, exit status, and one clear line for bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_group
from typer.testing import CliRunner, Result

from monitor.cli import COMMANDS, app

WATCHLIST = """\
watchlist: flood
title: Flood on the Oder
channel: "#desk-floods"
match: {all: [[flood*], [Oder]]}
facts:
  - {fact: evacuated, kind: quantity, of: people, aspects: [evacuated, displaced]}
tests:
  - {text: "Officials said 300 people were evacuated.", expect: [{fact: evacuated, value_low: 300}]}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a watchlist and two documents, as the working directory."""
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "flood.yaml").write_text(WATCHLIST, encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    write(
        tmp_path / "seeds" / "a.json",
        published_at="2025-06-01T08:00:00Z",
        text="The flood on the Oder grew. The mayor said 300 people were evacuated.",
    )
    write(
        tmp_path / "seeds" / "b.json",
        published_at="2025-06-02T08:00:00Z",
        text="On the Oder the flood fell. The mayor said 450 people were evacuated.",
    )
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(path: Path, **fields: Any) -> None:
    path.write_text(json.dumps(fields), encoding="utf-8")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=True)


def records(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def replayed(*arguments: str) -> Result:
    return call("replay", "seeds", "--workers", "1", "--no-timing", *arguments)


def test_replay_tells_each_change_once_and_then_the_ledger(project: Path) -> None:
    result = replayed()
    assert result.exit_code == 0
    assert "▌ Flood on the Oder: 300 evacuated\n" in result.stdout
    assert "▌ Flood on the Oder: 300 → 450 evacuated\n" in result.stdout
    assert "evacuated\t300 → 450 people evacuated\tthe mayor says" in result.stdout
    assert "2 documents" in result.stdout


def test_replay_prints_records_of_the_public_format_and_the_summary_last(project: Path) -> None:
    found = records(replayed("--format", "jsonl"))
    assert [record["record"] for record in found] == [
        "document",
        "fact",
        "alert",
        "document",
        "fact",
        "alert",
        "summary",
    ]
    first, second = (record for record in found if record["record"] == "fact")
    assert (first["outcome"], first["value_low"], first["alert_id"]) == ("new", 300, found[2]["id"])
    assert (second["outcome"], second["relates_to"]) == ("update", first["id"])
    assert found[2]["channels"] == ["#desk-floods"]
    assert found[0]["published_at"] == "2025-06-01T08:00:00Z"


def test_an_alert_and_the_ledger_say_how_far_from_a_place_it_happened(project: Path) -> None:
    write(
        project / "seeds" / "c.json",
        published_at="2025-06-03T08:00:00Z",
        text="The flood on the Oder rose again. The mayor said 900 people were evacuated 30 km north of Kostrzyn.",
    )
    headline, ledger = (
        [line for line in replayed().stdout.splitlines() if line.startswith(opening)] for opening in ("▌", "flood\t")
    )
    assert headline[-1].endswith("900 evacuated 30 km north of Kostrzyn")
    assert any("900 people evacuated 30 km north of Kostrzyn" in line for line in ledger)


def test_two_replays_print_the_same_bytes_whatever_the_workers(project: Path) -> None:
    once = replayed("--format", "jsonl").stdout_bytes
    assert replayed("--format", "jsonl").stdout_bytes == once
    assert call("replay", "seeds", "--workers", "2", "--no-timing", "--format", "jsonl").stdout_bytes == once


def test_replay_compares_its_alerts_with_a_stored_list(project: Path) -> None:
    alerts = [line for line in replayed("--format", "jsonl").stdout.splitlines() if '"record": "alert"' in line]
    Path("expected.jsonl").write_text("\n".join(alerts), encoding="utf-8")
    assert replayed("--expect", "expected.jsonl").exit_code == 0
    Path("expected.jsonl").write_text(alerts[0].replace("300", "310"), encoding="utf-8")
    result = replayed("--expect", "expected.jsonl")
    assert result.exit_code == 1
    assert "different" in result.stderr
    assert "unexpected" in result.stderr


def test_a_file_that_cannot_be_read_is_a_rejected_record_and_the_run_goes_on(project: Path) -> None:
    (project / "seeds" / "broken.json").write_text("{", encoding="utf-8")
    (project / "seeds" / "empty.txt").write_text("", encoding="utf-8")
    (project / "seeds" / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    found = records(replayed("--format", "jsonl"))
    rejected = [record for record in found if record["record"] == "rejected"]
    assert {record["id"] for record in rejected} == {"broken.json", "empty.txt", "picture.html"}
    assert all(record["reason"] and record["detail"] for record in rejected)
    assert found[-1]["records"]["document"] == 2


def test_only_plain_files_of_the_folder_are_read(project: Path) -> None:
    (project / "secret.txt").write_text("The flood on the Oder: 999 people were evacuated.", encoding="utf-8")
    (project / "seeds" / "out.txt").symlink_to(project / "secret.txt")
    (project / "seeds" / "within.json").symlink_to("a.json")
    os.mkfifo(project / "seeds" / "pipe.txt")
    found = records(replayed("--format", "jsonl"))
    rejected = {record["id"]: record["reason"] for record in found if record["record"] == "rejected"}
    assert rejected == {"out.txt": "outside_folder", "pipe.txt": "not_a_file"}
    assert found[-1]["records"]["document"] == 3
    assert "neither a file nor a folder" in str(call("extract", "seeds/pipe.txt").exception)


def test_extract_shows_every_mention_whatever_the_watchlists_say(project: Path) -> None:
    mentions = records(call("extract", "seeds/a.json", "--format", "jsonl"))
    assert ("quantity", 300, "evacuated") in {
        (mention["kind"], mention["value_low"], mention["aspect"]) for mention in mentions
    }
    assert all(mention["document_id"] == "a.json" for mention in mentions)
    assert "300 people" in call("extract", "seeds/a.json").stdout


def test_extract_and_explain_say_why_a_number_counts_nothing(project: Path) -> None:
    text = "The flood on the Oder grew. The mayor, Ewa Lis, 45, said 300 people were evacuated. Route 66 was shut."
    write(project / "seeds" / "a.json", published_at="2025-06-01T08:00:00Z", text=text)
    replayed("--database", "sqlite:///kept.db")
    found = records(call("extract", "seeds/a.json", "--format", "jsonl"))
    assert [(one["text"], one["reason"]) for one in found if one["record"] == "uncounted"] == [
        ("45", "age"),
        ("66", "label"),
    ]
    for shown in (
        call("extract", "seeds/a.json").stdout,
        call("explain", "a.json", "--database", "sqlite:///kept.db").stdout,
    ):
        assert "“45” · an age" in shown


def test_extract_and_explain_say_which_event_a_figure_belongs_to(project: Path) -> None:
    text = "The flood on the Oder grew. On Sunday 300 people were evacuated in Wroclaw. In 1997 a flood killed 50 people in Opole."
    write(project / "seeds" / "a.json", published_at="2025-06-01T08:00:00Z", text=text)
    replayed("--database", "sqlite:///kept.db")
    for shown in (
        call("extract", "seeds/a.json").stdout,
        call("explain", "a.json", "--database", "sqlite:///kept.db").stdout,
    ):
        words = " ".join(shown.split())
        assert "its own event: Wrocław, 2025-06-01" in words
        assert "looks back, its time is long before publication: Opole, 1997-01-01 to 1997-12-31" in words


def test_offsets_in_records_point_at_the_words(project: Path) -> None:
    text = json.loads((project / "seeds" / "a.json").read_text(encoding="utf-8"))["text"]
    for mention in records(call("extract", "seeds/a.json", "--format", "jsonl")):
        assert text[mention["start"] : mention["end"]] == mention["text"]
        assert mention["text"] in mention["evidence"]


def test_the_watchlists_own_tests_run_and_a_failing_one_says_what_it_read(project: Path) -> None:
    assert call("test").exit_code == 0
    path = project / "watchlists" / "flood.yaml"
    path.write_text(WATCHLIST.replace("value_low: 300", "value_low: 301"), encoding="utf-8")
    result = call("test")
    assert result.exit_code == 1
    assert "expected fact evacuated, value_low 301" in result.stdout
    assert "value_low 300" in result.stdout


def test_check_says_that_all_is_usable(project: Path) -> None:
    result = call("check")
    assert result.exit_code == 0
    assert "1 watchlist, 0 feeds" in result.stdout


def test_check_names_a_term_that_no_document_has(project: Path) -> None:
    path = project / "watchlists" / "flood.yaml"
    path.write_text(WATCHLIST.replace("[Oder]", "[Oder, Neisse]"), encoding="utf-8")
    assert "Neisse" not in call("check").stdout
    assert not (project / "state").exists()
    (project / "state").mkdir()
    replayed("--database", "sqlite:///state/monitor.db")
    notes = [line for line in call("check").stdout.splitlines() if "flood.yaml" in line]
    assert notes == [f"note: {path}:4: 'neisse' is in none of the last 2 documents that were read; is it spelt so?"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param("aspects:", "aspect:", ("flood.yaml:6", "aspect", "aspects"), id="unknown key"),
        pytest.param("kind: quantity", "kind: number", ("flood.yaml:6", "number"), id="unknown kind"),
        pytest.param("match: {all: [[flood*], [Oder]]}", "match: flood", ("flood.yaml:4",), id="wrong type"),
        pytest.param("title: Flood on the Oder", "title: [", ("flood.yaml",), id="no YAML"),
    ],
)
def test_a_watchlist_with_a_slip_is_refused_with_file_line_and_remedy(
    project: Path, before: str, after: str, said: tuple[str, ...]
) -> None:
    path = project / "watchlists" / "flood.yaml"
    path.write_text(WATCHLIST.replace(before, after), encoding="utf-8")
    result = call("check")
    assert result.exit_code != 0
    assert all(words in str(result.exception) for words in said)


def test_two_watchlists_of_one_id_are_refused(project: Path) -> None:
    (project / "watchlists" / "other.yaml").write_text(WATCHLIST, encoding="utf-8")
    result = call("check")
    assert "flood.yaml" in str(result.exception)
    assert "other.yaml" in str(result.exception)


def test_a_folder_that_is_not_there_is_named(project: Path) -> None:
    assert "nowhere" in str(call("replay", "nowhere").exception)


def test_a_replay_kept_in_a_database_can_be_looked_at(project: Path) -> None:
    database = "sqlite:///kept.db"
    replayed("--database", database)
    listed = records(call("facts", "--database", database, "--format", "jsonl"))
    assert [fact["value_low"] for fact in listed] == [450]
    earlier = records(call("facts", "--database", database, "--format", "jsonl", "--as-of", "2025-06-01T12:00:00Z"))
    assert [fact["value_low"] for fact in earlier] == [300]
    explained = call("explain", listed[0]["id"], "--database", database)
    assert explained.exit_code == 0
    assert "450 people" in explained.stdout
    assert "the same speaker gives another figure" in explained.stdout
    assert "2 documents" in call("status", "--database", database).stdout
    assert records(call("status", "--database", database, "--format", "jsonl"))[0]["alerts"] == 2
    assert call("facts", "--database", database, "--format", "csv").stdout.startswith("watchlist,fact,text,")


def test_before_the_first_knowledge_nothing_was_known_and_that_is_said(project: Path) -> None:
    database = "sqlite:///kept.db"
    replayed("--database", database)
    asked = call("facts", "--database", database, "--as-of", "2020-01-01T00:00:00Z")
    assert asked.stderr.startswith("nothing was known at 1 Jan 2020 00:00 UTC: the first fact was recorded at ")
    assert asked.stdout == ""


def test_a_folder_of_which_nothing_can_be_read_is_a_finding(project: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "a.json").write_text("{")
    assert call("replay", str(tmp_path / "broken")).exit_code == 1
    assert call("extract", str(tmp_path / "broken")).exit_code == 1


def test_explaining_what_is_not_there_says_how_to_find_ids(project: Path) -> None:
    assert "monitor facts" in str(call("explain", "f000").exception)


def test_every_command_has_help_with_an_example() -> None:
    for name in (
        "run",
        "replay",
        "extract",
        "check",
        "test",
        "explain",
        "facts",
        "status",
        "notify-test",
        "backup",
        "ack",
        "mark",
        "cases",
    ):
        result = call(name, "--help")
        assert result.exit_code == 0
        assert "Example: monitor" in result.stdout


def test_output_has_no_escape_sequence_of_a_document(project: Path) -> None:
    write(
        project / "seeds" / "c.json",
        published_at="2025-06-03T08:00:00Z",
        title="\x1b]0;owned\x07[red]Oder",
        text="Flood on the Oder. \x1b[31mThe mayor said 900 people were evacuated.",
    )
    assert "\x1b" not in replayed().stdout
    assert "[red]" in replayed().stdout


def test_the_program_ends_with_status_two_and_one_line_for_bad_input(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "replay", "nowhere"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ},
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("monitor: ")


def test_documents_in_a_language_that_is_not_read_are_kept_counted_and_said_so(project: Path) -> None:
    french = "Selon les services de renseignement, environ 11 000 soldats sont arrivés dans la région, a déclaré lundi le porte-parole du ministère. "
    russian = (
        "По данным разведки, около 11 000 солдат прибыли в область, сообщил в понедельник представитель министерства."
    )
    texts = {
        "un.json": {"text": french, "language": "fr"},
        "deux.json": {"text": french, "language": "fr"},
        "odin.json": {"text": russian},
    }
    (project / "foreign").mkdir()
    for name, document in texts.items():
        (project / "foreign" / name).write_text(json.dumps(document), encoding="utf-8")
    database = f"sqlite:///{project / 'languages.db'}"
    assert call("replay", "foreign", "--database", database).exit_code == 0
    assert (
        "kept and grouped, not read: 2 in fr, 1 in an unknown language" in call("status", "--database", database).stdout
    )
    (status,) = records(call("status", "--database", database, "--format", "jsonl"))
    assert (status["documents"], status["clusters"], status["languages"], status["languages_not_read"]) == (
        3,
        2,
        {"fr": 2, "und": 1},
        ["fr", "und"],
    )


@pytest.mark.parametrize("row", [row for rows in COMMANDS.values() for row in rows], ids=lambda row: row.name)
def test_summary_of_a_command_is_how_its_own_help_begins(row: Any) -> None:
    shown = " ".join(call(row.name, "-h").output.split())
    assert row.summary.rstrip(".") in shown


def test_every_command_of_a_module_is_in_the_table() -> None:
    rows = [row for rows in COMMANDS.values() for row in rows]
    for module in {row.module for row in rows} - {"clusters", "silences"}:
        found = get_group(import_module(f"monitor.commands.{module}").app).commands
        assert set(found) == {row.name for row in rows if row.module == module}


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(argument: str) -> None:
    script = (
        "import sys; from monitor.cli import main\n"
        "try: main()\n"
        "finally: print(*sorted({'pydantic', 'sqlalchemy', 'rich', 'aiohttp', 'monitor.core'} & set(sys.modules)),"
        " file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, argument], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.split()) == (0, [])


@pytest.mark.parametrize(
    ("arguments", "also"),
    [
        pytest.param(("status",), ("monitor.core.counting", "monitor.config.watchlists"), id="status"),
        pytest.param(("alerts",), ("monitor.core.counting", "monitor.config.watchlists"), id="alerts"),
        pytest.param(("facts", "--watchlist", "flood"), (), id="facts"),
    ],
)
def test_who_looks_at_a_database_loads_nothing_that_reads_articles_or_runs_the_daemon(
    project: Path, arguments: tuple[str, ...], also: tuple[str, ...]
) -> None:
    call("status")  # the database is made, which takes more
    heavy = ["aiohttp", "alembic", "numpy", "structlog", "trafilatura", "monitor.board", "monitor.pipeline"]
    heavy += ["monitor.service", *also]
    script = (
        "import sys; from monitor.cli import main\n"
        "try: main()\n"
        f"finally: print(*sorted({{*{heavy!r}}} & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.split()) == (0, [])


def test_the_ledger_of_one_watchlist_is_shown_while_another_one_is_broken(project: Path) -> None:
    (project / "watchlists" / "other.yaml").write_text("watchlist: other\ntitle: [\n", encoding="utf-8")
    assert call("status").exit_code == 0
    assert "the ledger is empty" in call("facts", "--watchlist", "flood").output
    assert "other.yaml" in str(call("facts", "--watchlist", "other").exception)
    assert "other.yaml" in str(call("facts", "--watchlist", "fluud").exception)
    (project / "watchlists" / "other.yaml").unlink()
    assert "did you mean flood?" in str(call("facts", "--watchlist", "fluud").exception)


def test_the_audit_accounts_for_all_and_is_a_record_too(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/monitor.db"
    (record,) = records(call("status", "--audit", "--database", database, "--format", "jsonl"))
    assert (record["record"], record["carried"], record["unexplained"]) == ("audit", 0, 0)
    assert "0 carried by feeds and folder" in call("status", "--audit", "--database", database).output
