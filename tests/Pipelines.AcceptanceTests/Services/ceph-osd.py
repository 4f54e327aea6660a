"""Tells a new Ceph cluster of its one disk. Arguments: configuration file, id of the disk."""

import json
import sys

import rados

cluster = rados.Rados(conffile=sys.argv[1], name="client.admin")
cluster.connect(timeout=20)


def command(**words):
    status, _, message = cluster.mon_command(json.dumps(words), b"", timeout=20)
    if status:
        sys.exit(f"{words}: {status} {message}")


command(prefix="osd new", uuid=sys.argv[2])
command(prefix="osd crush add-bucket", name="h", type="host")
command(prefix="osd crush move", name="h", args=["root=default"])
command(prefix="osd crush add", id=0, weight=1.0, args=["host=h"])
cluster.shutdown()
