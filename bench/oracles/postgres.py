"""PostgreSQL as an oracle: its own server, using AT TIME ZONE for zones and ranges for windows."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

OPEN = """
SET TimeZone = '{zone}';
WITH rules(days, opens, length) AS (VALUES {rules}),
dates AS (SELECT day FROM generate_series(timestamp '{begin}', timestamp '{end}', interval '1 day') AS day),
windows AS (
    SELECT range_agg(tsrange(day + opens * interval '1 minute', day + (opens + length) * interval '1 minute')) AS all
    FROM dates, rules WHERE extract(isodow FROM day)::int = ANY (days)),
holidays AS (
    SELECT coalesce(range_agg(tsrange(day, day + interval '1 day')), '{{}}') AS all
    FROM (SELECT unnest(ARRAY[{dates}]::timestamp[]) AS day UNION SELECT day FROM dates WHERE to_char(day, 'MM-DD') = ANY (ARRAY[{yearly}]::text[])) AS days)
SELECT string_agg(CASE WHEN shown <@ windows.all AND NOT shown <@ holidays.all THEN '1' ELSE '0' END, '' ORDER BY number)
FROM (SELECT number, {shown} AS shown FROM unnest(ARRAY[{seconds}]::bigint[]) WITH ORDINALITY AS instants(second, number)) AS instants, windows, holidays;
"""


class Server:
    """A new cluster in a temporary directory, on a free local port."""

    def __init__(self, zoneinfo: str | None):
        """zoneinfo: zone data to use instead of the system's, mounted over it in a separate mount namespace; needs root."""
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self.directory = tempfile.mkdtemp(prefix="oracle-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        root = os.geteuid() == 0
        if root:
            shutil.chown(self.directory, "postgres")
        self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if root else []
        self.namespace = ["unshare", "--mount", "sh", "-ec", 'mount --bind "$0" /usr/share/zoneinfo; exec "$@"', zoneinfo] if zoneinfo else []
        self.control("initdb", "--pgdata", f"{self.directory}/data", "--username", "oracle", "--auth", "trust", "--no-sync")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c jit=off"
        self.control("pg_ctl", "--pgdata", f"{self.directory}/data", "--wait", "--log", f"{self.directory}/log", "--options", options, "start")
        self.abbreviations = set(self.ask("SELECT abbrev FROM pg_timezone_abbrevs").split())

    def control(self, program: str, *arguments: str):
        subprocess.run([*self.namespace, *self.user, str(self.programs / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd=self.directory)

    def ask(self, sql: str) -> str:
        command = [self.programs / "psql", "--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--set=ON_ERROR_STOP=1", "--host=127.0.0.1", f"--port={self.port}", "--username=oracle", "postgres"]
        return subprocess.run(command, input=sql, check=True, capture_output=True, text=True).stdout.strip()

    def answers(self, calendar, seconds: list[int]) -> str:
        """One digit per instant, 1 for open."""
        holidays = calendar.config["calendars"]["c"]["holidays"]
        return self.ask(OPEN.format(
            rules=", ".join(calendar.sql),
            begin="2019-11-01", end="2041-02-28",
            dates=", ".join(f"'{day}'" for day in holidays if isinstance(day, str)),
            yearly=", ".join(f"'{day['start'][5:10]}'" for day in holidays if isinstance(day, dict)),
            zone=calendar.zone.key,
            # There, CET, EET, MET and WET are abbreviations with a fixed offset; as the session's zone they are the zones.
            shown="to_timestamp(second)::timestamp" if calendar.zone.key in self.abbreviations else f"to_timestamp(second) AT TIME ZONE '{calendar.zone.key}'",
            seconds=",".join(map(str, seconds)),
        ))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.control("pg_ctl", "--pgdata", f"{self.directory}/data", "--mode", "immediate", "stop")
        shutil.rmtree(self.directory)
