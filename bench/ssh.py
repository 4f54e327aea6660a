"""An SSH server on loopback, for peers that need one: `ssh -F HOME/ssh_config bench`."""

import getpass
import os
import shutil
import subprocess
import time
from pathlib import Path

from ceph import free_port


class Ssh:
    def __init__(self, home: Path) -> None:
        self.home, self.port = home / "ssh", free_port()
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True, mode=0o700)

    def __enter__(self) -> "Ssh":
        for key in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.home / key)], check=True)
        shutil.copy(self.home / "user.pub", self.home / "authorized")
        Path("/run/sshd").mkdir(exist_ok=True) if os.geteuid() == 0 else None
        (self.home / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.home}/host\nAuthorizedKeysFile {self.home}/authorized\nStrictModes no\nPidFile none\nPermitRootLogin yes\n")
        (self.home.parent / "ssh_config").write_text(
            f"Host bench\n  HostName 127.0.0.1\n  Port {self.port}\n  User {getpass.getuser()}\n  IdentityFile {self.home}/user\n  StrictHostKeyChecking no\n  UserKnownHostsFile {self.home}/known\n  LogLevel ERROR\n")
        self.server = subprocess.Popen([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-f", str(self.home / "sshd_config")])
        time.sleep(0.5)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.terminate()
        self.server.wait()
