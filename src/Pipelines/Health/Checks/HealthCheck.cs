using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Health.Checks;

/// <summary>A check that shows whether a service works.</summary>
public abstract record HealthCheck
{
    /// <summary>The name given by the user; null to use its <see cref="Description"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Time from the start of one probe to the start of the next.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Deadline, counted from the first probe.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time limit of one probe.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many healthy probes in a row are required, at least 1.</summary>
    public int Successes { get; init; } = 1;

    /// <summary>Whether it asks through the proxy: it counts only while all traffic goes to the release that is checked.</summary>
    public bool ViaTraffic { get; init; }

    /// <summary>What is checked, as one line for people and without secrets.</summary>
    public abstract string Description { get; }

    /// <summary>Its name, otherwise its description.</summary>
    public string Title => Name ?? Description;

    /// <summary>
    /// A copy with <c>{port}</c>, <c>{slot}</c>, <c>{release}</c> ... replaced in every string. Secrets are not strings, and are left
    /// unchanged.
    /// </summary>
    /// <exception cref="PipelineException">A placeholder has no value here.</exception>
    public HealthCheck Expand(Placeholders values)
    {
        var expanded = ExpandOwn(values);
        return Name is null ? expanded : expanded with { Name = values.Expand(Name) };
    }

    protected abstract HealthCheck ExpandOwn(Placeholders values);
}
