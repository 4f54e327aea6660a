using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Faults;

/// <summary>A native program knows no line numbers. With the debug file that is published beside it, its bug reports still lead to
/// them.</summary>
public sealed class BugReportTests
{
    [Fact]
    public async Task TheFramesOfABugLeadToTheLinesOfTheSource()
    {
        using var site = new Site(Configs.Restart());
        // A full disk behind standard output is what nothing in the program expects.
        var bug = await Command.ToEndAsync(
            ["sh", "-c", "exec \"$0\" config show --environment production >/dev/full", SourceTree.Binary], CommandLine.Environment(),
            site.Path);
        bug.Ends(70).Says("   at Pipelines.Cli.CommandLine.StepRunner.");
        var frames = bug.Errors.Split('\n').Single(line => line.StartsWith("   frames: ", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];

        var lines = await Command.RunAsync(["addr2line", "-e", $"{SourceTree.Binary}.dbg", .. frames]);

        var ours = lines.Output.Split('\n')
            .Where(line => line.StartsWith("/_/src/Pipelines.Cli/CommandLine/StepRunner.cs:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ours);
        var source = await File.ReadAllLinesAsync(SourceTree.At("src/Pipelines.Cli/CommandLine/StepRunner.cs"));
        Assert.Contains(ours, line =>
            source[int.Parse(line.Split(':')[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) - 1]
                .Contains("Tell(", StringComparison.Ordinal));
    }
}
