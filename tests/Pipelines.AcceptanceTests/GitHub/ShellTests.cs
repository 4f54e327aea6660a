using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>shellcheck over the scripts of the repository and over those inside YAML.</summary>
[Trait("needs", "shellcheck")]
public sealed class ShellTests
{
    [Fact]
    public void EveryScriptIsClean()
    {
        var scripts = Checkout.Files.Where(file => IsScript(SourceTree.At(file))).ToList();

        Assert.Contains("actions/setup/setup.sh", scripts);
        Assert.Contains("build.sh", scripts);
        Assert.Equal("", Program.Run("shellcheck", ["--format=gcc", "--external-sources", .. scripts], directory: SourceTree.Root).Output);
    }

    [Fact]
    [Trait("needs", "node")]
    public void EveryRunBlockIsClean()
    {
        using var folder = new Scratch();
        foreach (var (script, number) in GitHubFiles.Check.Scripts.Where(script => script.Shell is "bash" or "sh")
            .Select((script, number) => (script, number)))
        {
            File.WriteAllText(folder[$"{number}.sh"],
                $"#!/usr/bin/env {script.Shell}\nset -e\n# {script.File}:{script.Line}\n{script.Text}\n");
        }

        Assert.NotEmpty(Directory.GetFiles(folder.Path));
        Assert.Equal("", Program.Run("shellcheck", ["--format=gcc", .. Directory.GetFiles(folder.Path).Order()]).Output);
    }

    private static bool IsScript(string path)
    {
        using var reader = new StreamReader(path);
        return reader.ReadLine() is { } first && first.StartsWith("#!", StringComparison.Ordinal)
            && first.EndsWith("sh", StringComparison.Ordinal);
    }
}
