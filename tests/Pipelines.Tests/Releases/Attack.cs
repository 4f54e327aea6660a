namespace Pipelines.Tests.Releases;

/// <summary>Spoils a stored release in many ways, one after another, and stages each on a host.</summary>
internal static class Attack
{
    private static readonly int Workers = Environment.ProcessorCount;

    /// <summary>Each is refused, or harmless; else the test fails. Most matter, and some do not.</summary>
    public static async Task RunAsync(int mutations)
    {
        var refused = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => RunAsync(worker, mutations))));
        Assert.InRange(refused.Sum(), mutations / 2, mutations - 1);
    }

    private static async Task<int> RunAsync(int worker, int mutations)
    {
        using var world = await AttackWorld.NewAsync();
        var refused = 0;
        for (var seed = worker; seed < mutations; seed += Workers)
        {
            refused += await world.SurvivesAsync(Mutation.Of(seed, world.Store, world.New), pinned: seed % 3 != 0) ? 1 : 0;
        }

        return refused;
    }
}
