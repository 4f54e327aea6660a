using Pipelines.Configuration.Schema;

namespace Pipelines.Hosts.Services;

/// <summary>Configuration keys for what runs the app.</summary>
internal static class ServiceKeys
{
    private static readonly Key<string> Systemd = Key.Optional("systemd", "A systemd unit; may hold {slot}.", Shapes.Text);
    private static readonly Key<IReadOnlyList<string>> Process =
        Key.Optional("process", "A program that is started detached and stays in the foreground; what it starts belongs to it.",
            Shapes.Command);
    private static readonly Key<TimeSpan> Grace = Key.Optional("grace", "For process: from TERM to KILL.", Shapes.Duration)
        .Or(TimeSpan.FromSeconds(10), "10s");
    private static readonly Key<IReadOnlyList<string>> Start = Key.Needed("start", "Starts it.", Shapes.Command);
    private static readonly Key<IReadOnlyList<string>> Stop = Key.Needed("stop", "Stops it.", Shapes.Command);
    private static readonly Key<IReadOnlyList<string>> Status = Key.Needed("status", "Status 0 while it runs.", Shapes.Command);

    /// <summary>Every kind, in the order of the reference.</summary>
    private static readonly IReadOnlyList<Case<ServiceSpec>> Kinds =
    [
        new(Systemd, [UnitKeys.Unit], record => new ServiceSpec.Systemd(record.Require(Systemd), record.Get(UnitKeys.Unit)))
        {
            Problem = record => UnitKeys.Problem(Systemd, record.Require(Systemd), record.Get(UnitKeys.Unit)),
        },
        new(Process, [Grace], record => new ServiceSpec.Process(record.Require(Process), record.Get(Grace))),
        Shapes.Case<ServiceSpec, ServiceSpec.Commands>(
            Key.Optional("command", "Commands of your own.", Shapes.Record("service commands", [Start, Stop, Status], record =>
                new ServiceSpec.Commands(record.Require(Start), record.Require(Stop), record.Require(Status)))),
            commands => commands),
    ];

    public static Key<ServiceSpec> Service { get; } = Key.Optional("service",
        $"What runs the app: {string.Join(", ", Kinds.SkipLast(1).Select(kind => kind.Key.Name))} or {Kinds[^1].Key.Name}.",
        Shapes.OneOf("a service", Kinds)) with
    { DefaultText = "none: files only" };
}
