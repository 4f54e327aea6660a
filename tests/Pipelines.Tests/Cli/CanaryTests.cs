using System.Text;
using System.Text.Json;
using Pipelines.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The kind: a secret that the job's log masks, in clear text in a sink beside it. Programs and servers say canaries in every
/// form; none reaches the event log, the host's journal, history, webhooks, outputs or a summary.</summary>
public sealed class CanaryTests : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();
    private readonly LoopbackServer _hook = LoopbackServer.Http(_ => LoopbackServer.Reply(204));
    private readonly LoopbackServer _echo;
    private string _said = "";

    public CanaryTests() => _echo = LoopbackServer.Http(_ => LoopbackServer.Reply(500, _said));

    public async ValueTask DisposeAsync()
    {
        await _hook.DisposeAsync();
        await _echo.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("hook", 4)]
    [InlineData("health command", 4)]
    [InlineData("health server", 4)]
    [InlineData("install", 1)]
    [InlineData("service", 4)]
    [InlineData("maintenance", 1)]
    [InlineData("reason", 0)]
    public async Task NoCanaryReachesASink(string speaker, int status)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var canary = $"cAnAry-{seed}{seed * 7919}/+ \"{'ü'}&<{seed}>\\-end";
            var random = new Random(seed);
            _run.Variables["CANARY"] = canary;
            _run.Variables["HOOK"] = _hook.Url;
            _run.Variables["GITHUB_ACTIONS"] = "true";
            _run.Variables["GITHUB_OUTPUT"] = _directory["outputs"];
            _run.Variables["GITHUB_STEP_SUMMARY"] = _directory["summary"];
            _said = string.Join('\n', Forms(canary).Select(form => form.Shown).OrderBy(_ => random.Next()));
            await File.WriteAllTextAsync(_directory["said"], _said);
            Configure(speaker);

            await DeployAsync(speaker == "reason" ? canary : "INC-1 it must go live", speaker == "maintenance" ? 0 : status);
            if (speaker == "maintenance")
            {
                Assert.Equal(status, await RunAsync("maintenance"));
            }

            Assert.Contains("***", _run.Output + _run.Error + string.Concat(_hook.Requests.Select(request => request.Body)),
                StringComparison.Ordinal); // it was said, and heard
            Assert.Equal(0, await RunAsync("history"));
            await AssertCleanAsync(canary);
        }
    }

    private async Task DeployAsync(string reason, int status)
    {
        Directory.CreateDirectory(_directory["dist"]);
        await File.WriteAllTextAsync(_directory["dist/v"], Guid.NewGuid().ToString());
        var ended = await RunAsync("deploy", "--path", _directory["dist"], "--reason", reason, "--event", "workflow_dispatch");
        Assert.True(ended == status, $"{ended}: {_run.Output}{_run.Error}");
    }

    private async Task<int> RunAsync(params string[] words)
    {
        words = [.. words, "--environment", "production", "--config", _directory["f.yml"]];
        var wiring = new Wiring(_run.Variables.GetValueOrDefault, TimeProvider.System);
        var status = await _run.RunAsync(wiring, wiring.StepsFor(words), words, CancellationToken.None);
        await File.AppendAllTextAsync(_directory["printed"], _run.Output + _run.Error);
        return status;
    }

    /// <summary>Also one that somebody has locked.</summary>
    private static string Read(string file)
    {
        using var reader = new StreamReader(File.Open(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private async Task AssertCleanAsync(string canary)
    {
        // the copy of a release for the next one may be under way, and is moved
        var sinks = Directory.GetFiles(_directory.Path, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/.pipelines/spare", StringComparison.Ordinal))
            .Where(file => !file.EndsWith(".env", StringComparison.Ordinal) && Path.GetFileName(file) is not ("said" or "main.log"))
            .Select(file => (Name: file, Text: Read(file)))
            .Concat(_hook.Requests.Select(request => (Name: "webhook", request.Body)));
        foreach (var (name, text) in sinks)
        {
            var clean = name.EndsWith("printed", StringComparison.Ordinal)
                ? string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("::add-mask::", StringComparison.Ordinal))) : text;
            Assert.All(Forms(canary).Select(form => form.Piece), piece =>
                Assert.True(!clean.Contains(piece, StringComparison.Ordinal), $"{piece} in {name}:\n{clean}"));
        }

        await Task.CompletedTask;
    }

    /// <summary>What is said, and the piece of it that nobody may find.</summary>
    private static (string Shown, string Piece)[] Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var basic = Convert.ToBase64String([.. "u:"u8, .. bytes]);
        var json = JsonSerializer.Serialize(secret)[1..^1];
        var twice = JsonSerializer.Serialize(json)[1..^1];
        string[] whole = [secret, Uri.EscapeDataString(secret), json, twice, Convert.ToBase64String(bytes)];
        return [.. whole.Select(form => (form, form)), ($"Authorization: Basic {basic}", basic[4..^4])];
    }

    private void Configure(string speaker)
    {
        var say = $$"""["sh", "-c", "cat {{_directory["said"]}}; exit 7"]""";
        File.WriteAllText(_directory["f.yml"], $$"""
            app: shop
            environments:
              production:
                hosts: ["local:"]
                deploy:
                  root: live
                  env: { TOKEN: env:CANARY }
                  {{(speaker == "hook" ? $"hooks: {{ after-switch: {say} }}" : "")}}
                  {{(speaker == "install" ? $"install: {say}" : "")}}
                  {{(speaker == "service" ? $"service: {{ process: {say} }}" : "")}}
                {{(speaker == "health command" ? $"health: [{{ command: {say}, within: 1s }}]" : "")}}
                {{(speaker == "service" ? "health: [{ tcp: \"127.0.0.1:1\", within: 1s }]" : "")}}
                {{(speaker == "health server" ? $"health: [{{ http: {_echo.Url}, within: 1s }}]" : "")}}
                notify: [{ webhook: env:HOOK }]
                {{(speaker == "maintenance" ? $"maintenance: {{ tasks: [{{ name: t, on: runner, run: {say} }}] }}" : "")}}
            """);
    }
}
