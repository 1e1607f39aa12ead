"""No container engine runs here: the Dockerfile is linted, compose.yaml is held against it, and its entry point is run
as it says.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy.engine import make_url

from monitor.channels.kinds import Secret
from monitor.channels.registry import read_channels
from monitor.config.secrets import Environment
from monitor.config.settings import Http, Settings, load_settings

PROJECT = Path(__file__).parents[2]
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
DEPLOYMENT = (PROJECT / "docs" / "deployment.md").read_text(encoding="utf-8")
A_KEY = f"whsec_{base64.b64encode(bytes(32)).decode()}"
UID = 10001


def instruction(name: str) -> str:
    """Return the last stage's instruction, its lines joined."""
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    return re.findall(rf"^\s*{name}\s+(.+)$", joined, re.MULTILINE)[-1].strip()


def services(file: str = "compose.yaml") -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe", pure=True).load((PROJECT / file).read_text())["services"]
    return read


def compose() -> dict[str, Any]:
    service: dict[str, Any] = services()["monitor"]
    return service


def mounted(service: dict[str, Any], target: str) -> Path:
    """Return the file of the project that the service has at this path."""
    (source,) = (volume.split(":")[0] for volume in service["volumes"] if volume.split(":")[1:2] == [target])
    return PROJECT / source


def test_dockerfile_passes_its_linter() -> None:
    hadolint = Path(sysconfig.get_path("scripts")) / "hadolint"
    if not hadolint.exists():
        pytest.skip("hadolint has no package for this system")
    result = subprocess.run([hadolint, PROJECT / "Dockerfile"], capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, "")


def test_base_images_are_pinned_by_tag_and_new_enough() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(set(images)) == 1
    version = re.fullmatch(r"python:3\.(\d+)-slim-\w+", images[0])
    assert version is not None
    assert int(version[1]) >= 11


def test_compose_is_the_same_user_and_state_folder_on_a_read_only_root() -> None:
    service = compose()
    assert instruction("USER") == service["user"] == f"{UID}:{UID}"
    (state,) = json.loads(instruction("VOLUME"))
    assert f"state:{state}" in service["volumes"]
    assert [volume for volume in service["volumes"] if not volume.startswith("state:")] == [
        volume for volume in service["volumes"] if volume.endswith(":ro")
    ]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit", "tmpfs", "init"} <= service.keys()


def test_state_folder_is_where_the_settings_keep_the_database() -> None:
    (state,) = json.loads(instruction("VOLUME"))
    database = load_settings(PROJECT / "monitor.yaml").database.removeprefix("sqlite:///")
    assert Path(instruction("WORKDIR")) / Path(database).parent.relative_to(PROJECT) == Path(state)


def test_everything_copied_is_sent_to_the_engine_and_is_there() -> None:
    ignored = (PROJECT / ".dockerignore").read_text().splitlines()
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (PROJECT / source).exists()
            assert f"!{source.split('/')[0]}" in ignored


def test_health_check_asks_the_default_address() -> None:
    http = Http()
    assert f"'{http.host}', {http.port}" in instruction("HEALTHCHECK")


def test_image_has_what_every_kind_of_channel_database_and_cluster_needs() -> None:
    assert "-r requirements/image.txt" in DOCKERFILE
    locked = (PROJECT / "requirements" / "image.txt").read_text()
    assert re.findall(r"^(?:apprise|distributed|psycopg)==", locked, re.MULTILINE) == [
        "apprise==",
        "distributed==",
        "psycopg==",
    ]


class AskedEnvironment(Environment):
    """An empty environment that notes which secrets the kinds of channels ask it for."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked: set[str] = set()

    def find(self, variable: str) -> Secret | None:
        self.asked.add(variable)
        return super().find(variable)


def test_compose_passes_each_secret_as_a_variable_and_as_a_file() -> None:
    environment = AskedEnvironment()
    read_channels(Settings(), environment)
    names = {name for variable in environment.asked for name in (variable, f"{variable}_FILE")}
    assert compose()["environment"] == {name: f"${{{name}:-}}" for name in names}
    assert "./secrets:/run/secrets:ro" in compose()["volumes"]


def test_compose_passes_the_secrets_of_the_channels_that_a_desk_names(tmp_path: Path) -> None:
    assert compose()["env_file"] == [{"path": "channels.env", "required": False}]
    (example,) = re.findall(r"^```sh\n(MONITOR_.*?)^```", DEPLOYMENT, re.MULTILINE | re.DOTALL)
    variables = dict(line.split("=", 1) for line in example.splitlines())
    folder = {name: path for name, path in variables.items() if name.endswith("_FILE")}
    assert folder
    assert {Path(path).parent for path in folder.values()} == {Path("/run/secrets")}
    for name in folder:
        (tmp_path / name).write_text(A_KEY if "SECRET" in name else "mailto://someone@example.org")
    found = Environment({**variables, **{name: str(tmp_path / name) for name in folder}})
    channels = read_channels(Settings(), found)
    assert channels.find_unset(["hook:newsroom", "apprise:duty-mail"]) == ()
    assert channels.find_unset(["hook:another"]) != ()


def test_what_holds_secrets_is_neither_committed_nor_sent_to_the_engine() -> None:
    kept_out = (PROJECT / ".gitignore").read_text().splitlines()
    assert {"/secrets/", "/channels.env", "/.env"} <= set(kept_out)
    assert (PROJECT / ".dockerignore").read_text().splitlines()[1] == "*"


@pytest.mark.parametrize("file", ["compose.yaml", "compose.postgres.yaml"])
def test_prometheus_of_the_same_network_may_ask_by_the_service_s_name(file: str) -> None:
    http = load_settings(mounted(services(file)["monitor"], "/app/monitor.yaml")).http
    assert http is not None
    assert (http.host, http.port) == ("0.0.0.0", Http().port)  # the health check asks this port
    scraping = YAML(typ="safe", pure=True).load(
        mounted(services(file)["prometheus"], "/etc/prometheus/prometheus.yml").read_text()
    )
    (job,) = scraping["scrape_configs"]
    assert job["static_configs"] == [{"targets": [f"{name}:{http.port}" for name in http.hosts]}]
    assert set(http.hosts) <= services(file).keys()
    (rules,) = scraping["rule_files"]
    assert f'job="{job["job_name"]}"' in mounted(services()["prometheus"], f"/etc/prometheus/{rules}").read_text()


def test_state_folder_of_compose_is_where_its_settings_keep_the_database() -> None:
    database = load_settings(mounted(compose(), "/app/monitor.yaml")).database
    assert Path(database.removeprefix("sqlite:///")).parent == PROJECT / "deploy" / "container" / "state"


def test_compose_for_postgresql_waits_for_its_health_and_shares_one_password() -> None:
    both = services("compose.postgres.yaml")
    assert both["monitor"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    server = both["postgres"]
    assert {"test", "interval", "timeout", "retries", "start_period"} == server["healthcheck"].keys()
    assert {"--username=monitor", "--dbname=monitor"} <= set(server["healthcheck"]["test"])
    assert server["environment"]["POSTGRES_PASSWORD"] == both["monitor"]["environment"]["PGPASSWORD"]
    address = make_url(load_settings(mounted(both["monitor"], "/app/monitor.yaml")).database)
    assert (address.host, address.username, address.database, address.password) == (
        "postgres",
        server["environment"]["POSTGRES_USER"],
        server["environment"]["POSTGRES_DB"],
        None,
    )


def test_compose_for_a_cluster_is_one_image_that_sees_the_archive_at_one_path_and_publishes_nothing() -> None:
    of_cluster = services("compose.cluster.yaml")
    for service in of_cluster.values():
        assert service["image"] == compose()["image"]
        assert service["user"] == f"{UID}:{UID}"
        assert (service["read_only"], service["cap_drop"], service["networks"]) == (True, ["ALL"], ["cluster"])
        assert not {"ports", "env_file", "environment"} & service.keys()
    worker, archive, scheduler = (of_cluster[name] for name in ("worker", "archive", "scheduler"))
    assert worker["volumes"][0] == archive["volumes"][0] == "./archive:/archive:ro"
    port = scheduler["command"][scheduler["command"].index("--port") + 1]
    assert f"tcp://scheduler:{port}" == worker["command"][0]
    assert f"--cluster tcp://scheduler:{port}" in (PROJECT / "compose.cluster.yaml").read_text()


def test_both_configurations_of_the_container_differ_in_the_database_and_its_standby_alone() -> None:
    one, other = (load_settings(PROJECT / "deploy" / "container" / f"monitor{kind}.yaml") for kind in ("", ".postgres"))
    assert one.http is not None
    assert other.http is not None
    assert {*other.http.hosts} - {*one.http.hosts} == {"standby"}
    alike = other.model_copy(update={"http": one.http})
    assert one.model_dump(exclude={"database"}) == alike.model_dump(exclude={"database"})


@dataclass(frozen=True)
class Image:
    """What the container would hold: the tree, nobody's to write but for `state`, and how it is entered."""

    app: Path
    environment: dict[str, str]
    python: str

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        identity: dict[str, Any] = {"user": UID, "group": UID, "extra_groups": []} if os.geteuid() == 0 else {}
        command = [self.python, "-m", *json.loads(instruction("ENTRYPOINT")), *arguments]
        return subprocess.Popen(
            command,
            cwd=self.app,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **identity,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=120)
        return process.returncode, output + errors


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "app"
        for name in ("monitor", "watchlists", "seeds"):
            shutil.copytree(PROJECT / name, app / name, ignore=shutil.ignore_patterns("__pycache__"))
        (app / "monitor.yaml").write_text(
            (PROJECT / "monitor.yaml").read_text() + f'http: {{bind: "127.0.0.1:{free_port()}"}}\n'
        )
        environment = dict(re.findall(r"([A-Z_]+)=(\S+)", instruction("ENV")))
        environment |= {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "PYTHONPATH": f"{app}:{sysconfig.get_path('purelib')}",
        }
        python = reachable_python(environment)
        if python is None:
            pytest.skip("no interpreter that an unprivileged user may run")
        (app / "state").mkdir()
        for path in [app, *app.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        Path(folder).chmod(0o755)
        (app / "state").chmod(0o750)
        if os.geteuid() == 0:
            os.chown(app / "state", UID, UID)
        yield Image(app, environment, python)
        for path in [app, *app.rglob("*")]:
            path.chmod(0o755)


def reachable_python(environment: dict[str, str]) -> str | None:
    """Return an interpreter of this version that the container's user can start here, this very one if possible."""
    others = [
        f"{folder}/python{sys.version_info.major}.{sys.version_info.minor}" for folder in ("/usr/local/bin", "/usr/bin")
    ]
    identity: dict[str, Any] = {"user": UID, "group": UID, "extra_groups": []} if os.geteuid() == 0 else {}
    for python in (sys.executable, *others):
        try:
            tried = subprocess.run(
                [python, "-c", "import sqlite3, ssl, pydantic"],
                cwd="/",
                env=environment,
                capture_output=True,
                **identity,
            )
        except OSError:
            continue
        if tried.returncode == 0:
            return python
    return None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_command_is_checked_as_an_unprivileged_user_on_a_read_only_tree(image: Image) -> None:
    status, output = image.run("check")
    assert status == 0, output
    assert "usable" in output


def test_daemon_becomes_ready_writes_only_its_state_and_ends_on_the_stop_signal(image: Image) -> None:
    before = {path for path in image.app.rglob("*") if "state" not in path.relative_to(image.app).parts}
    http = load_settings(image.app / "monitor.yaml").http
    assert http is not None
    check = [image.python, *json.loads(re.sub(r".*CMD ", "", instruction("HEALTHCHECK")))[1:]]
    check[-1] = check[-1].replace("8080", str(http.port))
    daemon = image.start(*json.loads(instruction("CMD")))
    try:
        asked = (subprocess.run(check, capture_output=True).returncode for _ in range(600))
        assert any(status == 0 and daemon.poll() is None for status in asked)
    finally:
        daemon.terminate()
        _, errors = daemon.communicate(timeout=10)
    assert daemon.returncode == 0, errors
    assert (image.app / "state" / "monitor.db").exists()
    assert {path for path in image.app.rglob("*") if "state" not in path.relative_to(image.app).parts} == before
