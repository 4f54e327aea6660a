using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Unpacking;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases.Files;
using Pipelines.Tests.Releases.Pruning;

namespace Pipelines.Tests.Releases;

/// <summary>More files than a host sees at a time.</summary>
[Collection(AloneTests.Name)]
[Trait("size", "large")]
public sealed class ManyFilesTests
{
    private const int Count = 33_000;

    [Fact]
    public async Task TheyComeInSlicesFromTheStoreAndFromEarlierReleases()
    {
        using var world = new ReleaseWorld();
        for (var i = 0; i < Count; i++)
        {
            world.Write($"{i / 1000:d2}/{i:d5}", i % 16_500 == 0 ? "the same far away" : $"content {i}");
        }

        var release = (await world.SaveAsync()).Release;
        var (first, fetched) = await world.UnpackAsync(release);
        Assert.Equal(ReleaseWorld.Describe(world.Tree), ReleaseWorld.Describe(first));
        Assert.Equal((Count, 0), (fetched.Files, fetched.CopiedBytes));

        using var here = new StagedReleases(_ => Task.FromResult<IReadOnlyList<(string, Manifest)>>([(first, release.Manifest)]));
        var second = world.NewTarget();
        var result = await new ReleaseUnpacker(world.Store, new UnsyncedFiles())
            .RenewAsync(release, second, Reuse.Nothing with { Sources = here }, new NullReporter(), ReleaseWorld.None);
        Assert.Equal(ReleaseWorld.Describe(world.Tree), ReleaseWorld.Describe(second));
        Assert.Equal(0, result.FetchedBytes);
    }
}
