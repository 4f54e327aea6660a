using Pipelines.Calendars.Cron;
using Pipelines.Calendars.ICalendar;
using Pipelines.Calendars.Windows;
using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Calendars;

/// <summary>Where windows come from: the configuration file itself, or an iCalendar file.</summary>
public abstract record WindowSource
{
    private WindowSource()
    {
    }

    /// <exception cref="PipelineException">A file cannot be read or has errors.</exception>
    public abstract IReadOnlyList<Window> Read(ConfigFile config);

    public sealed record Written(Window Window) : WindowSource
    {
        public override IReadOnlyList<Window> Read(ConfigFile config) => [Window];
    }

    /// <summary>The deploy freezes configured in the GitLab project.</summary>
    public sealed record OfGitLab : WindowSource
    {
        public override IReadOnlyList<Window> Read(ConfigFile config) => [.. config.FreezePeriods().Select(FreezePeriodWindow.Read)];
    }

    /// <param name="Path">Relative to the configuration file.</param>
    public sealed record InFile(string Path) : WindowSource
    {
        public override IReadOnlyList<Window> Read(ConfigFile config)
        {
            try
            {
                var text = config.Read(Path, IcsCalendar.MaxLength);
                return text.Length <= IcsCalendar.MaxLength
                    ? [.. IcsCalendar.Parse(text, Path).Select(window => window with { File = Path })]
                    : throw PipelineException.BadInput(Path, $"the calendar file has more than {IcsCalendar.MaxLength} characters.");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw PipelineException.BadInput(Path, $"the calendar file cannot be read: {e.Message}",
                    "The path is relative to the configuration file.");
            }
        }
    }
}
