using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>The order in which a deployment goes through its participants: all are prepared, then one batch after the other goes live and
/// is proven, then all commit.</summary>
/// <param name="Batches">In order. All of a batch go live side by side, and are proven, before the next one begins.</param>
/// <param name="MaxFailed">How many participants may fail, once the release has proven itself on one.</param>
/// <param name="MaxUnreachable">How many may be out of reach.</param>
public sealed record RolloutPlan(IReadOnlyList<IReadOnlyList<IParticipant>> Batches, int MaxFailed, int MaxUnreachable)
{
    /// <summary>How many participants are prepared, or asked, at the same time.</summary>
    public const int Parallelism = 8;

    /// <summary>The plan as it was recorded.</summary>
    /// <param name="planned">What was recorded.</param>
    /// <param name="participant">Finds a participant by name; null when there is none any more.</param>
    public static RolloutPlan Of(Planned planned, Func<string, IParticipant?> participant) =>
        new([.. planned.Waves.Select(wave => (IReadOnlyList<IParticipant>)[.. wave.Select(participant).OfType<IParticipant>()])],
            planned.MaxFailed, planned.MaxUnreachable);

    /// <summary>Every participant, in order.</summary>
    public IEnumerable<IParticipant> Participants => Batches.SelectMany(batch => batch);
}
