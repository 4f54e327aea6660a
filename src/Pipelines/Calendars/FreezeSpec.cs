using Pipelines.Calendars.Windows;
using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Calendars;

/// <summary>A freeze as configured.</summary>
/// <param name="Freeze">The freeze, with the windows from the configuration file.</param>
/// <param name="During">Where additional windows come from.</param>
public sealed record FreezeSpec(Freeze Freeze, IReadOnlyList<WindowSource> During)
{
    /// <summary>The freeze, with its files read.</summary>
    /// <exception cref="PipelineException">A file cannot be read or has errors.</exception>
    public Freeze Build(ConfigFile config) => Freeze with
    {
        Windows = [.. Freeze.Windows, .. During.SelectMany(source => source.Read(config))],
        IsKeptElsewhere = During.Any(source => source is WindowSource.OfGitLab),
    };
}
