using Pipelines.Cli.Steps;
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
        var file = Yaml.Sound(InitFiles.Config(Answers(app, environment, path)));
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
                (YamlSequenceNode)Load(InitFiles.Workflow(Answers("backend", environment, path)))["jobs"]["deploy"]["steps"]).Children[^1];
        Assert.Equal("exec pipelines deploy", $"{step["run"]}");
        Assert.Equal((environment, path), ($"{step["env"]["PIPELINES_ENVIRONMENT"]}", $"{step["env"]["PIPELINES_PATH"]}"));

        var include = ((YamlSequenceNode)Load(InitFiles.Include(Answers("backend", environment, path)))["include"]).Children.Single();
        Assert.Equal((environment, path), ($"{include["inputs"]["environment"]}", $"{include["inputs"]["path"]}"));
    }

    /// <summary>The kind: what a newcomer copies must not forget. Records outlive the job, whoever runs it.</summary>
    [Theory]
    [InlineData("local:", null, "actions/setup")]
    [InlineData("ssh://deploy@web-1.example.com", "s3://acme/backend", "actions/deploy")]
    public void TheWorkflowReachesTheHost(string host, string? store, string action)
    {
        var answers = Answers("backend", "production", "dist") with { Host = host, Store = store };

        var job = Load(InitFiles.Workflow(answers))["jobs"]["deploy"];

        Assert.Contains(((YamlSequenceNode)job["steps"]).Children, step => $"{step["uses"]}".Contains(action, StringComparison.Ordinal));
        Assert.Equal(host == "local:", job["runs-on"] is YamlSequenceNode);
        Assert.Equal(store ?? "file:.pipelines/store", Yaml.Sound(InitFiles.Config(answers)).Top.Get(Pipelines.Storage.StoreKeys.Store));
    }

    [Fact]
    public async Task AnAppNameIsChecked()
    {
        var run = new CommandRun();
        Assert.Equal(2, await run.RunAsync("init", "--app", "Back End"));
        Assert.StartsWith("error: --app: expected lower-case letters", run.Error, StringComparison.Ordinal);
    }

    private static InitAnswers Answers(string app, string environment, string path) => new(app, environment, path, "local:", Store: null);

    private static YamlNode Load(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Single().RootNode;
    }
}
