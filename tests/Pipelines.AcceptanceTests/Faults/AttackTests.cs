using Pipelines.Tests.Releases;

namespace Pipelines.AcceptanceTests.Faults;

/// <summary>A stored release, spoiled at every kind of place, and staged on a host.</summary>
public sealed class AttackTests
{
    [Fact]
    public Task TenThousandMutationsOfAStoredReleaseAreRefusedOrHarmless() => Attack.RunAsync(10_000);
}
