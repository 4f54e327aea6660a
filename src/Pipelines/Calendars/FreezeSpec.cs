using Pipelines.Calendars.Windows;
using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Calendars;

/// <summary>A freeze as it is configured.</summary>
/// <param name="Freeze">The freeze, with the windows that stand in the configuration file.</param>
/// <param name="During">Where more of them come from.</param>
public sealed record FreezeSpec(Freeze Freeze, IReadOnlyList<WindowSource> During)
{
    /// <summary>The freeze, with its files read.</summary>
    /// <exception cref="PipelineException">A file cannot be read or has problems.</exception>
    public Freeze Build(ConfigFile config) => Freeze with
    {
        Windows = [.. Freeze.Windows, .. During.SelectMany(source => source.Read(config))],
        IsKeptElsewhere = During.Any(source => source is WindowSource.OfGitLab),
    };
}
