using Pipelines.Configuration.Schema;

namespace Pipelines.Hosts.Traffic;

/// <summary>Configuration keys for how traffic moves.</summary>
internal static class TrafficKeys
{
    private static readonly Key<string> Path =
        Key.Needed("path", "Absolute path of the link.", Shapes.Scalar("an absolute path", (string text, out string value) =>
    {
        value = text;
        return text[0] == '/';
    }));

    private static readonly Key<string> Target = Key.Needed("to", "What it points to; may hold {slot} and {port}.", Shapes.Text);

    /// <summary>Every kind, in the order of the reference.</summary>
    private static readonly IReadOnlyList<Case<TrafficSpec>> Kinds =
    [
        Shapes.Case<TrafficSpec, IReadOnlyList<string>>(
            Key.Optional("command", "Moves traffic; may hold {slot} and {port}.", Shapes.Command), line => new TrafficSpec.Command(line)),
        Shapes.Case<TrafficSpec, TrafficSpec.Symlink>(
            Key.Optional("symlink", "A link that your proxy follows.", Shapes.Record("a link", [Path, Target], record =>
                new TrafficSpec.Symlink(record.Require(Path), record.Require(Target)))),
            link => link),
    ];

    public static Key<TrafficSpec> Traffic { get; } = Key.Optional("traffic", "How traffic moves between slots.",
        Shapes.OneOf("a traffic switch", Kinds)) with
    { DefaultText = "the link current" };
}
