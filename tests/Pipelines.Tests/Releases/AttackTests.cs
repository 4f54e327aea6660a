using Pipelines.Tests.Releases.Pruning;

namespace Pipelines.Tests.Releases;

/// <summary>The acceptance tests do the same ten thousand times.</summary>
[Collection(AloneTests.Name)]
[Trait("size", "large")]
public sealed class AttackTests
{
    [Fact]
    public Task AThousandMutationsOfAStoredReleaseAreRefusedOrHarmless() => Attack.RunAsync(1000);
}
