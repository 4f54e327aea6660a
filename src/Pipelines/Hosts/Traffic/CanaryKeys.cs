using Pipelines.Configuration.Schema;

namespace Pipelines.Hosts.Traffic;

/// <summary>Configuration keys of the strategy canary.</summary>
internal static class CanaryKeys
{
    private static readonly Key<IReadOnlyList<int>> Percents = Key.Optional("percent",
        "Shares of the traffic for the new release, in order; all of it follows.", Shapes.Some(Shapes.Integer(1, 99)))
        .Or(CanarySteps.Default.Percents, "[10, 50]");

    private static readonly Key<TimeSpan> Pause =
        Key.Optional("pause", "How long each share lasts while the checks go on.", Shapes.Duration)
        .Or(CanarySteps.Default.Pause, "30s");

    public static Key<CanarySteps> Canary { get; } = Key.Optional("canary", "Steps of the strategy canary.",
        new RecordShape<CanarySteps>("steps", [Percents, Pause], Build));

    private static bool Build(ConfigRecord record, ConfigReading reading, out CanarySteps value)
    {
        var percents = record.Require(Percents);
        value = new CanarySteps(percents, record.Get(Pause));
        return percents.Zip(percents.Skip(1)).All(pair => pair.First < pair.Second)
            || reading.Fail(record.PathOf(Percents), record.PositionOf(Percents), "does not grow. Expected shares such as [10, 50].");
    }
}
