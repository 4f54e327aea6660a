namespace Pipelines.Tests.Releases.Pruning;

/// <summary>Tests that measure the memory of the process: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "alone";
}
