using System.Diagnostics;
using Pipelines.Adapters.Processes;
using Pipelines.Errors;
using Pipelines.Processes;

namespace Pipelines.Tests.Processes;

public sealed class SystemProcessRunnerTests : IDisposable
{
    private readonly SystemProcessRunner _runner = new(TimeProvider.System);
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("exit 0", 0, true)]
    [InlineData("exit 7", 7, false)]
    [InlineData("kill -KILL $$", 137, false)]
    public async Task TheExitStatusIsAResult(string script, int exitCode, bool succeeded)
    {
        var result = await RunAsync(Shell(script));

        Assert.Equal((exitCode, succeeded, false), (result.ExitCode, result.Succeeded, result.TimedOut));
    }

    [Fact]
    public async Task BothOutputsAreCollectedAndToldLineByLine()
    {
        var lines = new List<string>();

        var result = await _runner.RunAsync(Shell("echo one; echo two >&2; printf 'three\\r\\nfour'"), lines.Add, CancellationToken.None);

        Assert.Equal(["four", "one", "three", "two"], lines.Order());
        Assert.Equal(["four", "one", "three\r", "two"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public async Task LinesOfTheTwoOutputsAreNeverMixed()
    {
        const string Loop = "i=0; while [ $i -lt 500 ]; do echo aaaaaaaaaa; echo bbbbbbbbbb >&2; i=$((i+1)); done";

        var result = await RunAsync(Shell(Loop));

        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(500, lines.Count(line => line == "aaaaaaaaaa"));
        Assert.Equal(500, lines.Count(line => line == "bbbbbbbbbb"));
        Assert.Equal(1000, lines.Length);
    }

    [Fact]
    public async Task ArgumentsArriveAsTheyAre()
    {
        string[] hostile = ["a b", "$(touch x)", "\"; rm -rf /", "*", "", "é\n—"];

        var result = await RunAsync(new ProcessCommand("printf", ["%s\\0", .. hostile]));

        Assert.Equal(hostile, result.Output.TrimEnd('\0').Split('\0'));
    }

    [Fact]
    public async Task StandardInputIsEmpty()
    {
        var result = await RunAsync(new ProcessCommand("cat"));

        Assert.Equal((0, ""), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task VariablesAreAddedAndRemoved()
    {
        var command = Shell("echo \"$ADDED ${HOME-no home}\"") with
        {
            Environment = new Dictionary<string, string?> { ["ADDED"] = "a $b", ["HOME"] = null },
        };

        Assert.Equal("a $b no home\n", (await RunAsync(command)).Output);
    }

    [Fact]
    public async Task ItRunsInTheGivenDirectory()
    {
        var result = await RunAsync(Shell("pwd") with { WorkingDirectory = _directory });

        Assert.Equal(_directory, result.Output.Trim());
    }

    [Fact]
    public async Task BigOutputKeepsItsEnd()
    {
        var result = await RunAsync(Shell("seq 1 200000"));

        Assert.Equal(64 * 1024, result.Output.Length);
        Assert.EndsWith("199999\n200000\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEndlessLineIsToldInBoundedPieces()
    {
        var lines = new List<string>();

        var result = await _runner.RunAsync(Shell("head -c 1000000 /dev/zero | tr '\\0' x"), lines.Add, CancellationToken.None);

        Assert.Equal(1_000_000, lines.Sum(line => line.Length));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80 * 1024));
        Assert.Equal(new string('x', 64 * 1024), result.Output);
    }

    [Fact]
    public async Task BytesThatAreNotUtf8AreReplaced()
    {
        var result = await RunAsync(new ProcessCommand("printf", @"a\377b\303"));

        Assert.Equal("a\uFFFDb\uFFFD", result.Output);
    }

    [Fact]
    public async Task TheTimeLimitKillsStubbornChildrenToo()
    {
        const string Script = "trap '' TERM INT; (trap '' TERM INT; sleep 120) & echo $!; wait; sleep 120";
        var started = Stopwatch.GetTimestamp();

        var result = await RunAsync(Shell(Script) with { TimeLimit = TimeSpan.FromMilliseconds(100) });

        Assert.Equal((-1, true, false), (result.ExitCode, result.TimedOut, result.Succeeded));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        AssertGone(int.Parse(result.Output, null));
    }

    [Fact]
    public async Task CancellationKillsTheTreeAndThrows()
    {
        using var stop = new CancellationTokenSource();
        var child = 0;
        var running = _runner.RunAsync(
            Shell("sleep 120 & echo $!; wait"), line => { child = int.Parse(line, null); stop.Cancel(); }, stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        AssertGone(child);
    }

    [Fact]
    public async Task AChildLeftBehindDoesNotHoldItUp()
    {
        var started = Stopwatch.GetTimestamp();

        var result = await RunAsync(Shell("sleep 120 & echo $!"));

        using var child = Process.GetProcessById(int.Parse(result.Output, null));
        child.Kill();
        Assert.Equal(0, result.ExitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task AFailingListenerDoesNotStopTheProgram()
    {
        var file = Path.Combine(_directory, "done");
        var command = new ProcessCommand("sh", "-c", "seq 1 100000; touch \"$1\"", "sh", file);

        await Assert.ThrowsAsync<FormatException>(() =>
            _runner.RunAsync(command, _ => throw new FormatException(), CancellationToken.None));

        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData("no-such-program-here", "not on PATH", "Install it")]
    [InlineData("./missing", "there is no file", "Check the path")]
    [InlineData("./plain", "not executable", "chmod +x ./plain")]
    public async Task AProgramThatCannotRunIsNamedWithTheWayOut(string program, string why, string hint)
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "plain"), "text");

        var e = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(new ProcessCommand(program) { WorkingDirectory = _directory }));

        Assert.Contains(program, e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Contains(hint, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatIsNoProgramIsToldApart()
    {
        Write("garbage", "\u007fELF nonsense");

        var e = await Assert.ThrowsAsync<PipelineException>(() =>
            RunAsync(new ProcessCommand("./garbage") { WorkingDirectory = _directory }));

        Assert.Contains("Cannot run ./garbage", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingDirectoryIsNamed()
    {
        var e = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(Shell("true") with { WorkingDirectory = $"{_directory}/none" }));

        Assert.Contains($"{_directory}/none", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProgramBesideTheWorkIsNotTakenForOneOnPath()
    {
        Write("pipelines-test-tool", "#!/bin/sh\necho wrong\n");

        await Assert.ThrowsAsync<PipelineException>(
            () => RunAsync(new ProcessCommand("pipelines-test-tool") { WorkingDirectory = _directory }));
    }

    [Fact]
    public async Task TheCommandsOwnPathIsSearched()
    {
        Write("pipelines-test-tool", "#!/bin/sh\necho right\n");
        var command = new ProcessCommand("pipelines-test-tool")
        {
            Environment = new Dictionary<string, string?> { ["PATH"] = $"{_directory}:/usr/bin:/bin" },
        };

        Assert.Equal("right\n", (await RunAsync(command)).Output);
    }

    private static ProcessCommand Shell(string script) => new("sh", "-c", script);

    private static void AssertGone(int pid) => Assert.True(
        SpinWait.SpinUntil(() =>
            !File.Exists($"/proc/{pid}/stat") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal), 2000));

    private Task<ProcessResult> RunAsync(ProcessCommand command) => _runner.RunAsync(command, null, CancellationToken.None);

    private void Write(string name, string content)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
