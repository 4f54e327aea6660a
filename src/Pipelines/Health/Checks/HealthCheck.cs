using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Health.Checks;

/// <summary>One question whose answer shows that a service works.</summary>
public abstract record HealthCheck
{
    /// <summary>What the user calls it; null to be told by its <see cref="Description"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Time from the start of one probe to the start of the next.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Deadline, from the first probe on.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one probe may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many healthy probes in a row make it healthy, at least 1.</summary>
    public int Successes { get; init; } = 1;

    /// <summary>What is asked, as one line for people and without secrets.</summary>
    public abstract string Description { get; }

    /// <summary>Its name, or else what it asks.</summary>
    public string Title => Name ?? Description;

    /// <summary>A copy with <c>{port}</c>, <c>{slot}</c>, <c>{release}</c> ... replaced in every text. Secrets are not texts: they stay as they are.</summary>
    /// <exception cref="PipelineException">A placeholder has no value here.</exception>
    public HealthCheck Expand(Placeholders values)
    {
        var expanded = ExpandOwn(values);
        return Name is null ? expanded : expanded with { Name = values.Expand(Name) };
    }

    protected abstract HealthCheck ExpandOwn(Placeholders values);
}
