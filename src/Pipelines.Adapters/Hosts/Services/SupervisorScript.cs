namespace Pipelines.Adapters.Hosts.Services;

/// <summary>
/// The shell scripts that start a service and keep it running. Arguments arrive as $1 and on; no value becomes a part of a script. The
/// umask is systemd's, not that of whoever deploys. Once there is a file <c>RECORD.keep</c>, a service that ends is started again: after
/// a second, then after twice as long each time, up to about a minute; one that has run for a minute begins with a second again. The
/// service is in a session of its own, so that what it sends to its process group does not reach the supervisor.
/// </summary>
internal static class SupervisorScript
{
    /// <summary>Arguments of <c>sh</c> that start a program and return at once.</summary>
    /// <param name="record">Where each process records itself, before it becomes the program.</param>
    /// <param name="log">Where all output goes.</param>
    /// <param name="group">The file of the control group to enter; empty for none.</param>
    /// <param name="program">The program and its arguments.</param>
    public static IReadOnlyList<string> Arguments(string record, string log, string group, IReadOnlyList<string> program) =>
        ["-c", Launch, "sh", log, Supervise, record, group, Start, .. program];

    private const string Launch = """
        log=$1; shift; umask 022
        setsid sh -c "$@" </dev/null >>"$log" 2>&1 &
        """;

    /// <summary>$0 is the record. Group 0 is that of whoever writes.</summary>
    private const string Supervise = """
        if [ -n "$1" ]; then echo 0 >"$1"; fi
        start=$2 directory=$PWD wait=1 count=0; shift 2; cd /
        while :; do
            began=$(date +%s)
            setsid sh -c "$start" "$0" "$directory" "$@" &
            process=$!
            wait "$process" 2>/dev/null; status=$?
            [ -e "$0.keep" ] || exit
            kill -s KILL -- "-$process" 2>/dev/null
            if [ $(($(date +%s) - began)) -ge 60 ]; then wait=1; fi
            count=$((count + 1))
            echo "$count" >"$0.restarts"
            echo "pipelines: the service ended with status $status; starting it again in $wait s (restart $count)"
            sleep "$wait"
            [ -e "$0.keep" ] || exit
            if [ "$wait" -lt 60 ]; then wait=$((wait * 2)); fi
        done
        """;

    /// <summary>$0 is the record: the process with its start time, the machine, and the supervisor.</summary>
    private const string Start = """
        cat "/proc/$$/stat" /proc/sys/kernel/random/boot_id >"$0.new" && readlink /proc/self/ns/pid >>"$0.new" \
            && echo "$PPID" >>"$0.new" && mv "$0.new" "$0" && cd "$1" && shift && exec "$@"
        """;
}
