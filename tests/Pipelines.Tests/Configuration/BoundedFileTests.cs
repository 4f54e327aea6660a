using System.Diagnostics;
using Pipelines.Configuration;
using Pipelines.Tests.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Configuration;

/// <summary>No input is read without a bound: a pipe or a device that stands for a file is refused, and never opened.</summary>
public sealed class BoundedFileTests : IDisposable
{
    private const string Config =
        "app: a\ncalendars: { c: { zone: UTC, holidays: [days.ics] } }\nenvironments: { p: { hosts: [\"local:\"], calendar: c, override: "
            + "{ second-person: true, trust: [key.pub] } } }\n";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("f.yml")]
    [InlineData("days.ics")]
    [InlineData("key.pub")]
    public async Task APipeInTheirPlaceIsRefused(string file)
    {
        await File.WriteAllTextAsync(_directory["f.yml"], Config);
        await File.WriteAllTextAsync(_directory["days.ics"],
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nEND:VEVENT\nEND:VCALENDAR\n");
        File.Delete(_directory[file]);
        await Process.Start("mkfifo", _directory[file])!.WaitForExitAsync();

        Assert.NotEqual(0,
            await new CommandRun()
            .RunAsync("gate", "--config", _directory["f.yml"], "--environment", "p", "--mode", "enforce", "--event", "local",
            "--override-token", "x", "--reason", "INC-4711 is down"));
    }

    [Fact]
    public async Task AnEventThatIsAPipeTellsNothing()
    {
        await File.WriteAllTextAsync(_directory["f.yml"], "app: a\nenvironments: { p: { hosts: [\"local:\"] } }\n");
        await Process.Start("mkfifo", _directory["event.json"])!.WaitForExitAsync();
        var run = new CommandRun();
        foreach (var (name, value) in new[] { ("GITHUB_ACTIONS", "true"), ("GITHUB_EVENT_NAME", "workflow_run"),
            ("GITHUB_EVENT_PATH", _directory["event.json"]) })
        {
            run.Variables[name] = value;
        }

        Assert.Equal(3, await run.RunAsync("gate", "--config", _directory["f.yml"], "--environment", "p", "--mode", "enforce"));
        Assert.Contains("the result of the checks is", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/random")]
    [InlineData("/dev/null")]
    public void ADeviceIsEmpty(string path)
    {
        Assert.Empty(BoundedFile.Read(path, 100));
        File.CreateSymbolicLink(_directory["link"], path);
        Assert.Equal("", new WorkingTreeFiles().Read(_directory["link"], 100));
    }

    [Fact]
    public void AFileIsReadUpToItsBound()
    {
        File.WriteAllText(_directory["x"], "12345");
        File.CreateSymbolicLink(_directory["link"], _directory["x"]);

        Assert.Equal("12345"u8.ToArray(), BoundedFile.Read(_directory["x"], 5));
        Assert.Equal("12345"u8.ToArray(), BoundedFile.Read(_directory["link"], 5));
        Assert.Throws<IOException>(() => BoundedFile.Read(_directory["x"], 4));
        Assert.Throws<FileNotFoundException>(() => BoundedFile.Read(_directory["no"], 4));
        Assert.ThrowsAny<Exception>(() => BoundedFile.Read(_directory.Path, 4));
    }
}
