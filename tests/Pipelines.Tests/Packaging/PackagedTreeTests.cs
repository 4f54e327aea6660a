using Pipelines.Errors;
using Pipelines.Packaging;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Releases.Trees;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases;

namespace Pipelines.Tests.Packaging;

public sealed class PackagedTreeTests : IDisposable
{
    private readonly ReleaseWorld _world = new();

    [Fact]
    public async Task WhatBeganBeforeIsWhatIsPackaged()
    {
        _world.Write("f", "some content");
        var tree = Tree();
        tree.Begin(new NullReporter(), ReleaseWorld.None);

        var prepared = await tree.PrepareAsync(new RecordingReporter(), ReleaseWorld.None);

        Assert.Equal((await _world.SaveAsync()).Release.Id, prepared.Saved!.Id);
    }

    [Fact]
    public async Task WhatSpeaksAgainstTheTreeIsToldWhenItIsPrepared()
    {
        _world.Link("out", "../../elsewhere");
        var tree = Tree();
        tree.Begin(new NullReporter(), ReleaseWorld.None);

        var error = await Assert.ThrowsAsync<PipelineException>(() => tree.PrepareAsync(new RecordingReporter(), ReleaseWorld.None));

        Assert.Contains("out", error.Message, StringComparison.Ordinal);
        Assert.Empty(await _world.KeysAsync(""));
    }

    public void Dispose() => _world.Dispose();

    private PackagedTree Tree() => new(_world.Repository, new PackageSpec(_world.Tree), new Provenance());
}
