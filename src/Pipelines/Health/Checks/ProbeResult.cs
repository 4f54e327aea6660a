namespace Pipelines.Health.Checks;

/// <summary>The result of one probe.</summary>
/// <param name="Healthy">True if everything was as expected.</param>
/// <param name="Detail">What was seen, as one line for people and without secrets.</param>
/// <param name="Version">The version in the response; null if there was none.</param>
/// <param name="Took">How long the probe took.</param>
public sealed record ProbeResult(bool Healthy, string Detail, string? Version, TimeSpan Took)
{
    public static ProbeResult Well(string detail) => new(true, detail, null, TimeSpan.Zero);

    public static ProbeResult Ill(string detail) => new(false, detail, null, TimeSpan.Zero);
}
