using System.Net;
using System.Security.Cryptography;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>actions/setup against a server on loopback: it installs the right program, and nothing else.</summary>
[Trait("needs", "curl")]
public sealed class SetupActionTests : IDisposable
{
    private const string Version = "1.2.3";
    private static readonly byte[] Binary = [.. "#!/bin/sh\necho installed\n"u8];

    private readonly Scratch _folder = new();
    private readonly HttpListener _server = new();
    private readonly string _url;
    private readonly List<string> _requests = [];

    public SetupActionTests()
    {
        foreach (var file in (string[])["action.yml", "setup.sh"])
        {
            File.Copy(SourceTree.At($"actions/setup/{file}"), _folder[file]);
        }

        File.WriteAllText(_folder["version"], $"{Version}\n");
        File.WriteAllText(_folder["checksums.txt"], $"{Convert.ToHexStringLower(SHA256.HashData(Binary))}  pipelines-linux-x64\n");
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _server.Prefixes.Add(_url);
        _server.Start();
        _ = ServeAsync();
    }

    public void Dispose()
    {
        _server.Close();
        _folder.Dispose();
    }

    [Fact]
    public void TheProgramOfThisReleaseIsPutOnThePath()
    {
        var (ended, files) = Setup();

        ended.Ends(0);
        Assert.Equal(["/v1.2.3/pipelines-linux-x64"], _requests);
        Assert.Equal(Version, files.Outputs["version"]);
        Assert.Equal(Path.GetDirectoryName(files.Outputs["path"]), files.Path.Trim());
        Assert.Equal("installed\n", Program.Run(files.Outputs["path"], []).Ends(0).Output);
    }

    [Fact]
    public void AProgramThatIsThereAlreadyIsNotFetchedAgain()
    {
        Setup().Outcome.Ends(0);
        Setup().Outcome.Ends(0);

        Assert.Single(_requests);
    }

    [Fact]
    public void AWrongDigestIsRefusedAndNothingStays()
    {
        File.WriteAllText(_folder["checksums.txt"], $"{new string('0', 64)}  pipelines-linux-x64\n");

        Refused(Setup(), "expected 0000");
        Assert.Empty(Directory.EnumerateFiles(_folder["temp"], "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("Linux-RISCV64", "", "there is no program for Linux-RISCV64")]
    [InlineData("macOS-ARM64", "", "release 1.2.3 has no program for macOS-ARM64")]
    [InlineData("Linux-X64", "1.2.4", "Use the action at v1.2.4")]
    [InlineData("Linux-X64", "$(touch pwned)\n::set-env::", "cannot be verified")]
    public void WhatCannotBeVerifiedIsRefused(string platform, string version, string expected)
    {
        Refused(Setup(platform, version), expected);
        Assert.Empty(_requests);
    }

    [Fact]
    public void AServerThatHasItNotIsNamed() => Refused(Setup(url: $"{_url}missing"), "could not be fetched");

    [Fact]
    public void SecretsAreMaskedAndHandedToTheLaterSteps()
    {
        var (ended, files) = Setup(environment: "TOKEN=50%off $(touch pwned)\n\nURL=https://a.test/?b=c");

        ended.Ends(0);
        Assert.Equal(["50%off $(touch pwned)", "https://a.test/?b=c"], new RunnerLog(ended.Output).Masks);
        Assert.Equal(("50%off $(touch pwned)", "https://a.test/?b=c"), (files.Environment["TOKEN"], files.Environment["URL"]));
    }

    [Fact]
    public void ASecretOfAnotherShapeIsRefusedWithoutShowingIt()
    {
        var ended = Refused(Setup(environment: "A=1\nswordfish"), "line 2 of app-environment");

        Assert.DoesNotContain("swordfish", ended.Output, StringComparison.Ordinal);
    }

    private static Outcome Refused((Outcome Outcome, Handed Files) setup, string expected)
    {
        var (ended, files) = setup;
        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains(expected, Assert.Single(new RunnerLog(ended.Output).Of("error")).Data, StringComparison.Ordinal);
        Assert.Empty(files.Outputs);
        return ended;
    }

    private (Outcome Outcome, Handed Files) Setup(string platform = "Linux-X64", string version = "", string? url = null,
        string environment = "")
    {
        Directory.CreateDirectory(_folder["temp"]);
        foreach (var file in (string[])["output", "path", "env"])
        {
            File.WriteAllText(_folder[file], "");
        }

        var ended = Program.Run(_folder["setup.sh"], [], new Dictionary<string, string>
        {
            ["GITHUB_OUTPUT"] = _folder["output"],
            ["GITHUB_PATH"] = _folder["path"],
            ["GITHUB_ENV"] = _folder["env"],
            ["RUNNER_TEMP"] = _folder["temp"],
            ["SETUP_PLATFORM"] = platform,
            ["SETUP_VERSION"] = version,
            ["SETUP_BASE_URL"] = (url ?? _url).TrimEnd('/'),
            ["SETUP_APP_ENVIRONMENT"] = environment,
            ["no_proxy"] = "127.0.0.1",
        }, _folder.Path);
        Assert.False(File.Exists(_folder["pwned"]));
        return (ended,
            new Handed(FileCommands.Read(File.ReadAllText(_folder["output"])), FileCommands.Read(File.ReadAllText(_folder["env"])),
            File.ReadAllText(_folder["path"])));
    }

    private async Task ServeAsync()
    {
        while (_server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _server.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var path = context.Request.Url!.AbsolutePath;
            _requests.Add(path);
            context.Response.StatusCode = path.StartsWith("/v", StringComparison.Ordinal) ? 200 : 404;
            await context.Response.OutputStream.WriteAsync(Binary);
            context.Response.Close();
        }
    }

    private sealed record Handed(IReadOnlyDictionary<string, string> Outputs, IReadOnlyDictionary<string, string> Environment, string Path);
}
