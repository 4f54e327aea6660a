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

    /// <summary>The kind: a build that produced nothing goes live.</summary>
    [Theory]
    [InlineData("nothing")]
    [InlineData("directories")]
    [InlineData("empty files")]
    [InlineData("links")]
    [InlineData("everything excluded")]
    [InlineData("own files")]
    public async Task AnEmptyBuildIsRefusedUnlessThatIsMeant(string contents)
    {
        switch (contents)
        {
            case "directories":
                Directory.CreateDirectory(_world.At("public/assets"));
                break;
            case "empty files":
                _world.Write("public/.gitkeep", "");
                break;
            case "links":
                _world.Link("latest", "nowhere");
                break;
            case "everything excluded":
                _world.Write("app.map", "data");
                _world.Write(".pipelinesignore", "*.map\n.pipelinesignore\n");
                break;
            case "own files":
                _world.Write(".git/HEAD", "ref: refs/heads/main");
                _world.Write(".pipelines/state.json", "{}");
                break;
        }

        var error = await Assert.ThrowsAsync<PipelineException>(() => Tree().PrepareAsync(new RecordingReporter(), ReleaseWorld.None));

        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.StartsWith($"{_world.Tree}: the build is empty: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("use --allow-empty", error.Message, StringComparison.Ordinal);
        Assert.Empty(await _world.KeysAsync(""));
        var allowed = new PackagedTree(_world.Repository, new PackageSpec(_world.Tree) { AllowEmpty = true }, new Provenance());
        Assert.Equal(0, (await allowed.PrepareAsync(new RecordingReporter(), ReleaseWorld.None)).Bytes);
    }

    public void Dispose() => _world.Dispose();

    private PackagedTree Tree() => new(_world.Repository, new PackageSpec(_world.Tree), new Provenance());
}
