using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Examples;

public sealed class DemoTests
{
    [Fact]
    public async Task TheDemoRunsTwiceAndLeavesNothing()
    {
        await HelloApp.BuiltAsync(); // two builds of it at the same time would disturb each other
        using var temporary = new TempDirectory();
        for (var run = 1; run <= 2; run++)
        {
            (await RunAsync(temporary.Path)).Ends(0).Says("answers: Hello from v1", "answers: Hello from v3", "rolled-back");
            Assert.Empty(LiveProcesses.In(temporary.Path));
            Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path, "pipelines-demo*"));
        }
    }

    private static async Task<Outcome> RunAsync(string temporary)
    {
        using var demo = Command.Start([SourceTree.At("examples/hello-dotnet/demo.sh")], CommandLine.Environment(("TMPDIR", temporary)));
        return await demo.EndAsync();
    }
}
