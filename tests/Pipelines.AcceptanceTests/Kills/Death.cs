using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Kills;

/// <summary>What became of a command that was to be killed.</summary>
/// <param name="Unkilled">How it ended by itself; null when it was killed.</param>
/// <param name="IsExact">False when it got further than it should before the signal came.</param>
internal sealed record Death(Outcome? Unkilled, bool IsExact);
