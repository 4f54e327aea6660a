using System.Security.Cryptography;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>The script of the README's first line, as a release ships it, against a server on loopback.</summary>
[Trait("needs", "curl")]
public sealed class InstallScriptTests : IDisposable
{
    private const string Program = "#!/bin/sh\necho installed\n";

    private static readonly string s_digest = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Program)));

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task TheProgramOfTheReleaseIsInstalled()
    {
        (await InstallAsync($"{new string('0', 64)}  pipelines-osx-arm64\n{s_digest}  pipelines-linux-x64")).Ends(0)
            .Says("pipelines 1.2.3 is installed: ", "is not on PATH");

        Assert.Equal("installed\n", (await Command.RunAsync(_directory["bin/pipelines"])).Ends(0).Output);
        Assert.Single(Directory.EnumerateFiles(_directory["bin"]));
    }

    /// <summary>What was there before stays.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  pipelines-linux-x64", 200, "expected 0000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  pipelines-osx-arm64", 200, "no program for Linux")]
    [InlineData("@CHECKSUMS@", 200, "no program for Linux")]
    [InlineData(null, 404, "could not be fetched")]
    public async Task WhatCannotBeVerifiedIsNotInstalled(string? checksums, int status, string said)
    {
        Directory.CreateDirectory(_directory["bin"]);
        await File.WriteAllTextAsync(_directory["bin/pipelines"], "before");

        (await InstallAsync(checksums ?? $"{s_digest}  pipelines-linux-x64", status)).Ends(1).Says(said);

        Assert.Equal("before", await File.ReadAllTextAsync(_directory["bin/pipelines"]));
        Assert.Single(Directory.EnumerateFiles(_directory["bin"]));
    }

    [Fact]
    public async Task AProgramThatDoesNotRunHereIsNotInstalled()
    {
        const string Foreign = "\u007fELF";
        var digest = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Foreign)));

        (await InstallAsync($"{digest}  pipelines-linux-x64", program: Foreign)).Ends(1).Says("does not run on this machine");

        Assert.Empty(Directory.EnumerateFiles(_directory["bin"]));
    }

    private async Task<Outcome> InstallAsync(string checksums, int status = 200, string program = Program)
    {
        await using var server = LoopbackServer.Http(request => LoopbackServer.Reply(
            request.Head.StartsWith("GET /v1.2.3/pipelines-linux-x64 ", StringComparison.Ordinal) ? status : 404, program));
        await File.WriteAllTextAsync(_directory["install.sh"], (await File.ReadAllTextAsync(SourceTree.At("build/release/install.sh")))
            .Replace("@VERSION@", "1.2.3", StringComparison.Ordinal).Replace("@CHECKSUMS@", checksums, StringComparison.Ordinal));
        return await Command.ToEndAsync(["sh", "-c", $"sh < {_directory["install.sh"]}"], new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _directory.Path,
            ["PIPELINES_DIRECTORY"] = _directory["bin"],
            ["PIPELINES_BASE_URL"] = server.Url.ToString().TrimEnd('/'),
        });
    }
}
