using System.Text.RegularExpressions;
using Pipelines.Configuration.Schema;
using Pipelines.Model;

namespace Pipelines.Hosts.Services;

/// <summary>Configuration keys for a unit of systemd that is generated.</summary>
internal static partial class UnitKeys
{
    private static readonly Key<IReadOnlyList<string>> Start =
        Key.Needed("start", "The program, which stays in the foreground. A relative one with a slash is looked up in the release.",
            Shapes.Command);

    private static readonly Key<string> User = Key.Optional("user", "The user it runs as.", Shapes.Text) with
    { DefaultText = "one that systemd makes up; with shared, the one who deploys" };

    private static readonly Key<TimeSpan> StopWithin = Key.Optional("stop-within", "From TERM to KILL.", Shapes.Duration)
        .Or(TimeSpan.FromSeconds(30), "30s");

    private static readonly Key<IReadOnlyList<string>> Credentials = Key.Optional("credentials",
        "Secrets of env that it gets as files in $CREDENTIALS_DIRECTORY, and not as variables.",
        Shapes.List(Shapes.Name(NamePattern.Variable)))
        .Or([], "none");

    private static readonly Key<string> Listen = Key.Optional("listen",
        "With strategy restart: where systemd listens for it (ListenStream), such as 127.0.0.1:{port}. Connections wait while it is "
            + "started again, and none is refused. It has to accept them from the descriptor that systemd passes.", Shapes.Text) with
    { DefaultText = "nowhere: it listens itself" };

    public static Key<UnitSpec> Unit { get; } = Key.Optional("unit",
        "For systemd: generate the unit, with as few rights as it can do with. pipelines host setup writes it.",
        Shapes.Record("a unit", [Start, User, StopWithin, Credentials, Listen], record => new UnitSpec(
            record.Require(Start), record.Get(User), record.Get(StopWithin), record.Require(Credentials), record.Get(Listen)))) with
    { DefaultText = "none: it is somebody else's" };

    /// <summary>What is wrong with a unit; null if nothing.</summary>
    public static (Key Key, string What)? Problem(Key name, string unit, UnitSpec? generated) => generated switch
    {
        null => null,
        _ when !Name().IsMatch(unit) =>
            (name, "cannot be generated. Expected a name such as backend.service or, with two slots, backend@{slot}.service."),
        { Start: [var program, ..] } when !Program().IsMatch(program) =>
            (Unit, $"cannot start \"{program}\". Expected the path or name of a program."),
        { User: { } user } when !UserName().IsMatch(user) => (Unit, $"cannot run as \"{user}\". Expected the name of a user."),
        { Listen: { } listen } when unit.Contains("{slot}", StringComparison.Ordinal) || listen.Any(c => char.IsControl(c) || c is ' ') =>
            (Unit, "can listen for a single slot only, at an address without spaces."),
        _ => null,
    };

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+(@\{slot\})?\.service\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9_./][A-Za-z0-9_./+-]*\z")]
    private static partial Regex Program();

    [GeneratedRegex(@"\A[a-z_][a-z0-9_-]{0,31}\z")]
    private static partial Regex UserName();
}
