using Pipelines.Packaging;
using Pipelines.Tests.Configuration;
using YamlDotNet.RepresentationModel;

namespace Pipelines.Tests.Cli;

public sealed class InitTests
{
    [Theory]
    [InlineData("backend", "production", "dist")]
    [InlineData("null", "null", "a b: #c\"d")]
    [InlineData("1", "2", "é\nx")]
    public void WhatItWritesIsSound(string app, string environment, string path)
    {
        var file = Yaml.Sound(Pipelines.Cli.Steps.InitFiles.Config(app, environment, path));
        Assert.Equal(app, file.Top.Get(Pipelines.Configuration.CoreKeys.App));
        Assert.Equal([environment], file.Environments.Keys);
        Assert.Equal(path, file.Top.Get(PackageKeys.Package)!.Root);
    }

    [Theory]
    [InlineData("production", "dist")]
    [InlineData("null", "a b: #c\"d\nx")]
    public void ThePipelinesNameEnvironmentAndPath(string environment, string path)
    {
        var step =
            (YamlMappingNode)(
                (YamlSequenceNode)Load(Pipelines.Cli.Steps.InitFiles.Workflow(environment, path))["jobs"]["deploy"]["steps"]).Children[^1];
        Assert.Equal("exec pipelines deploy", $"{step["run"]}");
        Assert.Equal((environment, path), ($"{step["env"]["PIPELINES_ENVIRONMENT"]}", $"{step["env"]["PIPELINES_PATH"]}"));

        var include = ((YamlSequenceNode)Load(Pipelines.Cli.Steps.InitFiles.Include(environment, path))["include"]).Children.Single();
        Assert.Equal((environment, path), ($"{include["inputs"]["environment"]}", $"{include["inputs"]["path"]}"));
    }

    [Fact]
    public async Task AnAppNameIsChecked()
    {
        var run = new CommandRun();
        Assert.Equal(2, await run.RunAsync("init", "--app", "Back End"));
        Assert.StartsWith("error: --app: expected lower-case letters", run.Error, StringComparison.Ordinal);
    }

    private static YamlNode Load(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Single().RootNode;
    }
}
