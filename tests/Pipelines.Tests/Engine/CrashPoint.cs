using Pipelines.Stores;

namespace Pipelines.Tests.Engine;

/// <summary>A place where a process dies.</summary>
/// <param name="Kind">Before or after the append of an event, or before or after an act on a host.</param>
/// <param name="Number">Which, from 1.</param>
internal sealed record CrashPoint(string Kind, int Number)
{
    /// <summary>How many there are at most: more than any deployment here has.</summary>
    private static readonly (string Kind, int Most)[] Kinds =
        [("before append", 16), ("after append", 16), ("before act", 36), ("after act", 36)];

    public static IEnumerable<CrashPoint> All(int stride = 1) => Kinds.SelectMany(
        kind => Enumerable.Range(1, kind.Most).Where(number => number % stride == 0), (kind, number) => new CrashPoint(kind.Kind, number));

    /// <summary>A new process that will die here.</summary>
    public void Arm(DeploymentWorld world) => world.NewProcess(
        Kind switch
        {
            "before act" => new Fault { At = Number, Before = (_, _) => { world.Process.DieIf(true); return null; } },
            "after act" => new Fault { At = Number, After = () => world.Process.DieIf(true) },
            _ => null,
        },
        Store);

    private MortalStore Store(IStore inner) => Kind.EndsWith("append", StringComparison.Ordinal)
        ? new MortalStore(inner) { DieAt = Number, DieAfter = Kind == "after append" }
        : new MortalStore(inner);
}
