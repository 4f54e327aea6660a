using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;

namespace Pipelines.Operations;

/// <summary>What a host needs before releases can be deployed to it by a user with no more rights than that takes.</summary>
/// <param name="app">The app.</param>
/// <param name="environment">The environment.</param>
/// <param name="spec">How it is deployed; its root is the one on this host.</param>
/// <param name="user">The user that deploys.</param>
internal sealed class SetupPlan(string app, string environment, HostSpec spec, string user)
{
    private const string Root = "root";

    /// <summary>Takes a path, a text and a mode. The file appears under its name when it is whole, and sound if it is one of sudoers.
    /// </summary>
    private const string Write = """
        umask 077; printf "%s" "$2" >"$1.new" && chmod "$3" "$1.new" && { [ "$3" != 440 ] || visudo -cqf "$1.new"; } && mv -f "$1.new" "$1"
        """;

    private const string IsWritten = """
        [ "$(stat --format "%U %a" -- "$1")" = "root $3" ] && [ "$(cat -- "$1"; echo end)" = "$2end" ]
        """;

    private const string HasKey = """
        grep -qxF -- "$2" "$(getent passwd "$1" | cut -d: -f6)/.ssh/authorized_keys"
        """;

    private const string AddKey = """
        umask 077; cd "$(getent passwd "$1" | cut -d: -f6)" && mkdir -p .ssh && cd .ssh && touch authorized_keys &&
        if [ -n "$(tail -c 1 authorized_keys)" ]; then echo >>authorized_keys; fi && printf "%s\n" "$2" >>authorized_keys
        """;

    /// <summary>Root makes the directory only where nobody else can put a link in its way; elsewhere the user does.</summary>
    private const string MakeDirectory = """
        d=$2
        while [ "$d" != / ]; do
          d=$(dirname -- "$d")
          if [ -e "$d" ] && { [ "$(stat -L --format %U -- "$d")" != root ] || [ -n "$(find -L "$d" -maxdepth 0 -perm /022)" ]; }; then
            exec runuser -u "$1" -- sh -c "mkdir -p -- \"\$1\" && chmod 755 -- \"\$1\"" sh "$2"
          fi
        done
        [ ! -L "$2" ] && exec install -d -o "$1" -m 0755 -- "$2"
        """;

    private readonly Placeholders _placeholders = new(new Dictionary<string, string>
    {
        ["app"] = app,
        ["environment"] = environment,
        ["root"] = spec.Root,
    });

    /// <summary>The tasks, in their order.</summary>
    /// <param name="keys">Lines of authorized_keys that let the user in; empty to leave that alone.</param>
    /// <exception cref="PipelineException">Something that is configured cannot be prepared.</exception>
    public IReadOnlyList<SetupTask> Tasks(IReadOnlyList<string> keys)
    {
        var (groups, sudo) = (Groups(), SudoRules.Of(spec, _placeholders));
        return
        [
            .. user == Root ? Array.Empty<SetupTask>() :
            [
                new SetupTask("user", user, ["getent", "passwd", user], [["useradd", "--create-home", "--shell", "/bin/bash", user]]),
                .. groups.Select(Group),
            ],
            .. keys.Select(Key),
            Directory(),
            .. Units(),
            .. user == Root || sudo.Count == 0 ? Array.Empty<SetupTask>()
                : [File("sudo", $"/etc/sudoers.d/pipelines-{app}-{environment}", SudoRules.Text(user, sudo), "440")],
        ];
    }

    /// <summary>Groups of systems that let their members see or do what a deployment has to.</summary>
    private IReadOnlyList<string> Groups() =>
    [
        .. spec.Service is ServiceSpec.Systemd ? ["systemd-journal"] : Array.Empty<string>(),
        .. spec.Traffic is TrafficSpec.HaProxy { Address: ['/', ..] } ? ["haproxy"] : Array.Empty<string>(),
    ];

    private SetupTask Group(string group) => new("group", $"{user} in {group}",
        ["sh", "-c", "id -nG -- \"$1\" | tr \" \" \"\\n\" | grep -qx -- \"$2\"", "sh", user, group],
        [["usermod", "--append", "--groups", group, user]]);

    /// <summary>The key is added as the user: nothing of root's follows a link that lies there.</summary>
    private SetupTask Key(string key) => new("key", $"in ~{user}/.ssh/authorized_keys: {key}", ["sh", "-c", HasKey, "sh", user, key],
        [["runuser", "-u", user, "--", "sh", "-c", AddKey, "sh", user, key]]);

    private SetupTask Directory() => new(Root, $"{spec.Root}, of {user}, mode 755",
        ["sh", "-c", "[ \"$(stat --format \"%F %U %a\" -- \"$2\")\" = \"directory $1 755\" ]", "sh", user, spec.Root],
        [["sh", "-c", MakeDirectory, "sh", user, spec.Root]])
    {
        Shown = [$"{CommandText.Of(["install", "-d", "-o", user, "-m", "0755", "--", spec.Root])}  # as {user} where others than root "
            + "may change what is above it"],
    };

    /// <summary>The units that are generated, each once, and that systemd knows them as they are.</summary>
    private IEnumerable<SetupTask> Units()
    {
        if (spec.Service is not ServiceSpec.Systemd { Generated: { } generated, Unit: var name })
        {
            return [];
        }

        var isMain = spec.Slots is [{ Name: Slot.MainName }];
        var text = new UnitText(generated, $"{app} in {environment}", isMain ? $"{spec.Root}/current" : $"{spec.Root}/slots/%i")
        {
            User = spec.Shared.Count > 0 ? user : null,
            Writable = spec.Shared.Count > 0 ? $"{spec.Root}/shared" : null,
            Port = spec.Slots.Min(slot => slot.Port),
        };
        var file = name.Replace("{slot}", "", StringComparison.Ordinal);
        var socket = generated.Listen is null ? null : SystemdCommands.SocketOf(file);
        var known = spec.Slots[0].Port is { } port ? _placeholders.With(SlotPlaceholders.Port, $"{port}") : _placeholders;
        return
        [
            .. text.SocketUnit(known) is { } listening ? [Unit(socket!, listening)] : Array.Empty<SetupTask>(),
            Unit(file, text.Service(_placeholders, socket)),
            .. SudoRules.Units(spec, name, _placeholders).Select(unit => new SetupTask("systemd", $"knows {unit} as it is written",
                ["sh", "-c", "[ \"$(systemctl show --property NeedDaemonReload --value -- \"$1\")\" = no ]", "sh", unit],
                [SystemdCommands.Reload])),
        ];
    }

    private static SetupTask Unit(string name, string text)
    {
        var task = File("unit", $"/etc/systemd/system/{name}", text, "644");
        return task with { Commands = [.. task.Commands, SystemdCommands.Reload] };
    }

    private static SetupTask File(string what, string path, string text, string mode) => new(what, $"{path}, mode {mode}",
        ["sh", "-c", IsWritten, "sh", path, text, mode], [["sh", "-c", Write, "sh", path, text, mode]])
    {
        Text = text,
        Shown = [$"write {path}, mode {mode}:", .. text.TrimEnd('\n').Split('\n').Select(line => $"  {line}")],
    };
}
