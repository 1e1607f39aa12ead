"""The unit of systemd and the manifests of Kubernetes are valid, and agree with the image, the settings and each other."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from monitor import __version__
from monitor.channels.registry import read_channels
from monitor.cli import app
from monitor.config.secrets import Environment
from monitor.config.settings import Settings, load_settings

PROJECT = Path(__file__).parents[2]
UNIT = PROJECT / "deploy" / "monitor.service"
MANIFESTS = sorted((PROJECT / "deploy" / "kubernetes").glob("*.yaml"))
STATE = "/app/state"  # the volume of the image
PROGRAM = "/opt/monitor/bin/monitor"


def unit() -> dict[str, list[str]]:
    """Return the values of each key of the unit, in their order."""
    keys: dict[str, list[str]] = defaultdict(list)
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"(\w+)=(.*)", line):
            keys[match[1]].append(match[2])
    return keys


def example_of(language: str, beginning: str) -> str:
    text = (PROJECT / "docs" / "deployment.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"^```{language}\n({beginning}.*?)^```", text, re.MULTILINE | re.DOTALL)
    return str(block)


def test_unit_passes_systemd_s_own_check(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    here = tmp_path / UNIT.name
    here.write_text(UNIT.read_text(encoding="utf-8").replace(PROGRAM, str(shutil.which("true"))))
    result = subprocess.run([program, "verify", "--man=no", here], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def test_unit_starts_again_what_failed_and_reloads_by_the_signal_that_the_daemon_heeds() -> None:
    keys = unit()
    assert keys["ExecStart"] == [f"{PROGRAM} run --config /etc/monitor/monitor.yaml"]
    assert keys["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert (keys["Restart"], keys["RestartPreventExitStatus"]) == (["on-failure"], ["2"])


def test_unit_has_a_user_of_its_own_that_writes_its_state_folder_alone() -> None:
    keys = unit()
    assert keys["User"] == ["monitor"]
    assert (keys["StateDirectory"], keys["StateDirectoryMode"]) == (["monitor"], ["0700"])
    assert keys["ProtectSystem"] == ["strict"]
    assert keys["NoNewPrivileges"] == keys["PrivateTmp"] == keys["ProtectHome"] == ["yes"]
    assert keys["CapabilityBoundingSet"] == [""]
    assert "ReadWritePaths" not in keys


def test_configuration_for_the_unit_keeps_the_database_in_its_state_folder(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text(example_of("yaml", "database"))
    settings = load_settings(tmp_path / "monitor.yaml")
    (state,) = unit()["StateDirectory"]
    assert Path(settings.database.removeprefix("sqlite:///")).parent == Path("/var/lib") / state
    assert settings.seeds is None


def test_unit_hands_over_each_kind_of_secret_as_a_file_that_its_variable_names(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8")
    credentials = dict(re.findall(r"^#?LoadCredential=(\w+):(\S+)$", text, re.MULTILINE))
    variables = dict(re.findall(r"^#?Environment=(\w+_FILE)=%d/(\w+)$", text, re.MULTILINE))
    assert sorted(variables.values()) == sorted(credentials)
    assert {Path(path) for path in credentials.values()} == {Path("/etc/monitor/secrets", name) for name in credentials}
    kinds = (
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_WEBHOOK_URL",
        "HOOK_NEWSROOM_URL",
        "HOOK_NEWSROOM_SECRET",
        "APPRISE",
    )
    assert [kind for kind in kinds if not any(kind in name for name in variables)] == []


def documents() -> list[tuple[Path, dict[str, Any]]]:
    return [
        (path, document)
        for path in MANIFESTS
        for document in YAML(typ="safe", pure=True).load_all(path.read_text(encoding="utf-8"))
    ]


def manifest(kind: str, name: str = "monitor") -> dict[str, Any]:
    (found,) = (one for _, one in documents() if (one["kind"], one["metadata"]["name"]) == (kind, name))
    return found


def container() -> dict[str, Any]:
    (found,) = manifest("Deployment")["spec"]["template"]["spec"]["containers"]
    read: dict[str, Any] = found
    return read


def mounts() -> dict[str, str]:
    """Return where each volume of the Deployment is mounted."""
    return {mount["name"]: mount["mountPath"] for mount in container()["volumeMounts"]}


@pytest.mark.parametrize("version", ["1.28", "1.37"])
def test_manifests_keep_to_the_schemas_of_kubernetes(version: str) -> None:
    kubernetes_validate = pytest.importorskip("kubernetes_validate")
    for _, document in documents():
        kubernetes_validate.validate(document, version, strict=True)


def test_deployment_never_has_two_daemons_on_one_database() -> None:
    spec = manifest("Deployment")["spec"]
    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
    labels = spec["template"]["metadata"]["labels"]
    assert spec["selector"]["matchLabels"] == manifest("Service")["spec"]["selector"] == labels


def test_deployment_names_the_image_of_this_version() -> None:
    assert container()["image"] == f"monitor:{__version__}"


def test_pod_is_unprivileged_on_a_read_only_root() -> None:
    pod = manifest("Deployment")["spec"]["template"]["spec"]
    user = re.findall(r"^USER (\d+):(\d+)$", (PROJECT / "Dockerfile").read_text(), re.MULTILINE)
    security = pod["securityContext"]
    assert user == [(str(security["runAsUser"]), str(security["runAsGroup"]))]
    assert security["runAsNonRoot"]
    assert container()["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False


@pytest.fixture
def mounted(tmp_path: Path) -> dict[str, Path]:
    """The files of the ConfigMaps as the pod sees them, by the names of their volumes: each a link into a folder whose
    own name changes with its content.
    """
    folders = {}
    for volume in manifest("Deployment")["spec"]["template"]["spec"]["volumes"]:
        if "configMap" in volume:
            folder = folders[volume["name"]] = tmp_path / volume["name"]
            (folder / "..2026_11_30").mkdir(parents=True)
            (folder / "..data").symlink_to("..2026_11_30")
            for name, text in manifest("ConfigMap", volume["configMap"]["name"])["data"].items():
                (folder / "..2026_11_30" / name).write_text(text, encoding="utf-8")
                (folder / name).symlink_to(f"..data/{name}")
    return folders


def test_configuration_of_the_pod_is_usable_and_lies_where_it_is_mounted(mounted: dict[str, Path]) -> None:
    configuration = mounted["configuration"] / "monitor.yaml"
    settings = load_settings(configuration)
    assert container()["args"] == ["run", "--config", f"{mounts()['configuration']}/monitor.yaml"]
    assert str(settings.watchlists) == mounts()["watchlists"]
    assert Path(settings.database.removeprefix("sqlite:///")).parent == Path(mounts()["state"]) == Path(STATE)
    assert f'VOLUME ["{STATE}"]' in (PROJECT / "Dockerfile").read_text()
    checked = CliRunner().invoke(
        app, ["check", "--config", str(configuration), "--watchlists", str(mounted["watchlists"])]
    )
    assert checked.exit_code == 0, checked.output


def test_probes_ask_what_the_server_answers_at_the_port_that_it_listens_on(mounted: dict[str, Path]) -> None:
    http = load_settings(mounted["configuration"] / "monitor.yaml").http
    assert http is not None
    (port,) = container()["ports"]
    (served,) = manifest("Service")["spec"]["ports"]
    assert http.host == "0.0.0.0"
    assert manifest("Service")["metadata"]["name"] in http.hosts
    assert port["containerPort"] == http.port == served["port"]
    assert served["targetPort"] == port["name"]
    asked = {name: probe["httpGet"] for name, probe in container().items() if name.endswith("Probe")}
    assert asked == {
        "startupProbe": {"path": "/healthz", "port": port["name"]},
        "livenessProbe": {"path": "/healthz", "port": port["name"]},
        "readinessProbe": {"path": "/readyz", "port": port["name"]},
    }


def test_variables_of_the_pod_name_files_of_its_secret(tmp_path: Path) -> None:
    secret = manifest("Secret")["stringData"]
    files = {variable["name"]: Path(variable["value"]) for variable in container()["env"]}
    assert {path.parent for path in files.values()} == {Path(mounts()["secrets"])}
    assert {path.name for path in files.values()} == secret.keys()
    for name, text in secret.items():
        (tmp_path / name).write_text(text)
    environment = Environment({name: str(tmp_path / path.name) for name, path in files.items()})
    assert read_channels(Settings(), environment).taker("#desk") is not None


def test_volumes_of_the_pod_are_those_that_the_other_manifests_make() -> None:
    volumes = manifest("Deployment")["spec"]["template"]["spec"]["volumes"]
    assert {volume["name"] for volume in volumes} == mounts().keys()
    for volume in volumes:
        if "persistentVolumeClaim" in volume:
            assert manifest("PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"])
        if "secret" in volume:
            assert manifest("Secret", volume["secret"]["secretName"])
