using System.Diagnostics;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

public sealed class CompletionTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("pipelines ga", "gate")]
    [InlineData("pipelines gate --mo", "--mode")]
    [InlineData("pipelines gate --mode ", "report enforce wait queue")]
    [InlineData("pipelines gate --mode e", "enforce")]
    [InlineData("pipelines con", "config")]
    [InlineData("pipelines config ", "check show --help")]
    [InlineData("pipelines config sh", "show")]
    [InlineData("pipelines config show --env", "--environment")]
    [InlineData("pipelines history v", "verify")]
    [InlineData("pipelines history verify --env", "--environment")]
    [InlineData("pipelines gate --output ", "text json")]
    [InlineData("pipelines gate --environment $(touch evil) --mo", "--mode")]
    [InlineData("pipelines nonsense xyz", "")]
    public async Task InBash(string typed, string expected)
    {
        var script = await ScriptAsync("bash");
        var words = typed.Split(' ');
        const string ask = """
            source "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            _pipelines
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var (status, output) = await RunAsync("bash", ["-euo", "pipefail", "-c", ask, "ask", script, .. words]);
        Assert.Equal(0, status);
        Assert.Equal(expected, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.False(File.Exists(_directory["evil"]));
    }

    /// <summary>What the script asks the program for, with a program that says what it was asked.</summary>
    [Theory]
    [InlineData("$ gate --environment ", "values environments")]
    [InlineData("$ gate --config ops/f.yml --app web --environment ", "values environments --config ops/f.yml --app web")]
    [InlineData("$ gate --environment production --config f.yml --release ", "values releases --config f.yml")]
    [InlineData("$ deploy --reason $(touch evil) --release ", "values releases")]
    public async Task TheProgramIsAskedForNamesOfTheProject(string typed, string asked)
    {
        await File.WriteAllTextAsync(_directory["program"], "#!/bin/sh\nshift\necho \"$@\"\n");
        File.SetUnixFileMode(_directory["program"], (UnixFileMode)0x1ED);
        await InBash(typed.Replace("$ ", $"{_directory["program"]} ", StringComparison.Ordinal), asked);
    }

    [Theory]
    [InlineData("environments", "staging production")]
    [InlineData("releases", "")]
    public async Task NamesOfTheProjectAreListed(string of, string names)
    {
        await File.WriteAllTextAsync(_directory[".pipelines.yml"], "app: shop\nenvironments: { staging: {}, production: {} }\n");
        var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("completion", "values", of, "--config", _directory[".pipelines.yml"]));
        Assert.Equal(names, string.Join(' ', run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task TheScriptIsValid(string shell)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Combine(path, shell))))
        {
            Assert.Skip($"{shell} is not installed");
        }

        var (status, output) = await RunAsync(shell, ["-n", await ScriptAsync(shell)]);
        Assert.Equal((0, ""), (status, output));
    }

    [Theory]
    [InlineData("zsh", "bashcompinit")]
    [InlineData("fish", "complete -c pipelines -f -n __fish_use_subcommand -a config")]
    public async Task TheOtherShellsGetTheirs(string shell, string part) =>
        Assert.Contains(part, await File.ReadAllTextAsync(await ScriptAsync(shell)), StringComparison.Ordinal);

    private async Task<string> ScriptAsync(string shell)
    {
        var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("completion", "--shell", shell));
        await File.WriteAllTextAsync(_directory["script"], run.Output);
        return _directory["script"];
    }

    private async Task<(int Status, string Output)> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
