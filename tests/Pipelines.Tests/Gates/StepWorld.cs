using Pipelines.Cli.CommandLine;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Model;
using Pipelines.Steps;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Gates;

/// <summary>Runs a step on a configuration with an office calendar, in virtual time.</summary>
internal sealed class StepWorld : IDisposable
{
    public const string Office = """
        app: backend
        calendars:
          office:
            zone: Europe/Berlin
            open: ["mon-thu 09:00-18:00", "fri 09:00-15:00"]
            holidays: [2026-12-24, holidays/de.ics]
        freezes:
          - name: year-end
            from: 2026-12-28T00:00
            until: 2027-01-04T00:00
            zone: Europe/Berlin
            except: [emergency_manual]
        environments:
          production:
            hosts: ["local:"]
            calendar: office
          staging:
            hosts: ["local:"]

        """;

    private readonly TempDirectory _directory = new();

    public StepWorld() =>
        Holidays("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas\nEND:VEVENT\nEND:VCALENDAR\n");

    public FakeClock Clock { get; } = new();

    public RecordingReporter Reporter { get; } = new();

    public string Trigger { get; set; } = "push";

    public void Dispose() => _directory.Dispose();

    /// <summary>What the platform would say; nobody can be asked unless a test says otherwise.</summary>
    public FakeForge Forge { get; } = new();

    public string Config { get; set; } = Office;

    public GateStep Gate() => new(Forge.Keeper(Clock), Forge, Clock);

    /// <summary>The file of holidays that the configuration names.</summary>
    public void Holidays(string text)
    {
        Directory.CreateDirectory(_directory["holidays"]);
        File.WriteAllText(_directory["holidays/de.ics"], text);
    }

    /// <summary>Runs the step with options such as <c>--mode wait --emergency</c>; nothing but the clock may be waited for.</summary>
    public StepResult Run(Step step, string options, string? reason = null)
    {
        var words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var flags = words.Index().Where(word => word.Item.StartsWith("--", StringComparison.Ordinal))
            .ToDictionary(word => word.Item[2..], word =>
                words.ElementAtOrDefault(word.Index + 1) is { } next && !next.StartsWith("--", StringComparison.Ordinal) ? next : "true");
        var config = Yaml.Sound(Config) with { Path = _directory["f.yml"] };
        var (values, _) =
            new InputBinder(input => input.Name == "reason" ? reason : flags.GetValueOrDefault(input.Name), _ => null, _ => config)
                .Bind(step.Definition);
        return VirtualTime.Run(Clock, () =>
            step.RunAsync(
                new StepContext(values, config, new RunContext(Trigger) { Origin = new Origin { Commit = FakeForge.Commit, Ref = "v1" } },
                Reporter), CancellationToken.None));
    }
}
