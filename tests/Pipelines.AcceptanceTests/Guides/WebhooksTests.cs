using System.Globalization;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>The receiver of docs/guides/webhooks.md, which checks what it gets.</summary>
[Trait("needs", "node")]
public sealed class WebhooksTests
{
    [Theory]
    [InlineData("the key of both", "backend/production: failed: only a test\n")]
    [InlineData("another key", "")]
    public async Task TheReceiverOfThePageBelievesOnlyWhatIsSigned(string key, string said)
    {
        using var directory = new TempDirectory();
        var port = Ports.Free();
        var guide = new GuideRun("webhooks.md", directory.Path, new Dictionary<string, string>());
        guide.WriteConfiguration();
        await File.WriteAllTextAsync(directory["receive.mjs"], Assert.Single(guide.Blocks("js")));
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
        using var receiver = Command.Start(["node", "receive.mjs"], new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["HOOK_KEY"] = "the key of both",
        }, directory.Path);
        await Eventually.TrueAsync(() => Web.Answers(port) || receiver.HasEnded, "the receiver");

        var sent = await guide.RunAsync(
            $"export HOOK_URL={address} HOOK_KEY='{key}'; {Assert.Single(guide.Commands)}");

        sent.Ends(0).Says(said.Length > 0 ? [] : ["warning", "401"]);
        receiver.Kill();
        Assert.Equal(said, (await receiver.EndAsync()).Output);
    }
}
