"""A real S3 server for benchmarks, as in the acceptance tests: the Ceph Object Gateway on a cluster with one disk in memory."""

import json
import shutil
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

from machine import ROOT

SERVICES = ROOT / "tests/Pipelines.AcceptanceTests/Services"
PORTS = 90
ACCESS = "bench"


class Ceph:
    """Takes a directory and the size of the disk in gigabytes; stops at the end of the `with` block."""

    def __init__(self, home: Path, gigabytes: int = 12) -> None:
        shutil.rmtree(home, ignore_errors=True)
        for part in ("mon", "osd", "rgw"):
            (home / part).mkdir(parents=True)
        self.home, self.conf, self.port = home, home / "ceph.conf", free_port()
        self.url, self.processes, self.secret = f"http://127.0.0.1:{self.port}", [], ""
        first = free_port()
        text = (SERVICES / "ceph.conf").read_text().replace("memstore_device_bytes = 4G", f"memstore_device_bytes = {gigabytes}G")
        text = text.replace(":PORT", ":PORT tcp_nodelay=1")  # as servers in use have it: else each small answer to anyone waits 40 ms
        for word, value in {"DIRECTORY": home, "127.0.0.1:PORT": f"127.0.0.1:{self.port}", "MONITOR": free_port(), "FIRST": first, "LAST": first + PORTS}.items():
            text = text.replace(word, str(value))
        self.conf.write_text(text)

    def __enter__(self) -> "Ceph":
        disk, map_file = str(uuid.uuid4()), str(self.home / "monmap")
        monitor = next(line.split(" = ")[1] for line in self.conf.read_text().splitlines() if line.startswith("mon_host"))
        self.call("monmaptool", "--create", "--clobber", "--fsid", "5c1f6f0a-1c3b-4a55-9a7e-0e5c3c6d1a10", "--addv", "a", f"[{monitor}]", map_file, conf=False)
        self.call("ceph-mon", "--mkfs", "-i", "a", "--monmap", map_file, "--keyring", "/dev/null")
        self.launch("ceph-mon", "-i", "a", "-f")
        self.call("/usr/bin/python3", str(SERVICES / "ceph-osd.py"), str(self.conf), disk, conf=False)
        self.call("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk)
        self.launch("ceph-osd", "-i", "0", "-f", "--osd-uuid", disk)
        self.launch("radosgw", "-n", "client.rgw", "-f")
        self.wait()
        made = self.call("radosgw-admin", "user", "create", f"--uid={ACCESS}", f"--display-name={ACCESS}", f"--access-key={ACCESS}")
        self.secret = json.loads(made)["keys"][0]["secret_key"]
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.processes):
            process.terminate()
            process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def variables(self) -> dict[str, str]:
        """The environment that clients need to connect."""
        return {
            "AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": self.secret, "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": self.url, "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required", "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
            "RCLONE_CONFIG_S3_TYPE": "s3", "RCLONE_CONFIG_S3_PROVIDER": "Ceph", "RCLONE_CONFIG_S3_ENV_AUTH": "true", "RCLONE_CONFIG_S3_ENDPOINT": self.url,
        }

    def size(self, bucket: str) -> int:
        """Bytes stored in a bucket."""
        usage = json.loads(self.call("radosgw-admin", "bucket", "stats", f"--bucket={bucket}"))["usage"]
        return usage.get("rgw.main", {}).get("size", 0)

    def drop(self, bucket: str) -> None:
        """Removes a bucket and frees its memory."""
        self.call("radosgw-admin", "bucket", "rm", f"--bucket={bucket}", "--purge-objects", "--bypass-gc")

    def call(self, *command: str, conf: bool = True) -> str:
        return subprocess.run([command[0], *(["--conf", str(self.conf)] if conf else []), *command[1:]], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=self.home, text=True).stdout

    def launch(self, *command: str) -> None:
        log = (self.home / f"{command[0]}.out").open("w")
        self.processes.append(subprocess.Popen([command[0], "--conf", str(self.conf), *command[1:]], stdout=log, stderr=log, cwd=self.home))

    def wait(self) -> None:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        sys.exit(f"bench: the S3 server did not start; see {self.home}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
