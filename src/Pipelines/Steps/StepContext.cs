using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Steps;

/// <summary>Everything a step may use from outside while it runs: its inputs, the configuration file, the run, the reporter.</summary>
public sealed class StepContext(
    IReadOnlyDictionary<string, object?> inputs, ConfigFile? config, RunContext run, IReporter reporter)
{
    /// <summary>Reads inputs and file again; null if nothing can have changed.</summary>
    public Func<StepContext>? Reader { get; init; }

    public RunContext Run => run;

    public IReporter Reporter => reporter;

    /// <summary>The configuration file; only for steps that require it.</summary>
    public ConfigFile Config => config ?? throw new InvalidOperationException("This step did not declare that it requires the configuration file.");

    /// <summary>The configuration file, or null if the step does not require it and there is none.</summary>
    public ConfigFile? OptionalConfig => config;

    /// <summary>This context, or a new one if the file has changed.</summary>
    /// <exception cref="PipelineException">All problems in inputs and file together.</exception>
    public StepContext Renewed() => Reader?.Invoke() is { } read && (read.Config.Text, read.Config.Files.Place) != (Config.Text, Config.Files.Place) ? read : this;

    /// <summary>The value of an input, or its default.</summary>
    public T? Get<T>(Input<T> input) => inputs.TryGetValue(input.Name, out var value) ? (T?)value : input.Default;

    /// <summary>The value of an input that is required or has a default.</summary>
    public T Require<T>(Input<T> input) => Get(input)
        ?? throw new InvalidOperationException($"{input.Name} has neither a value nor a default.");
}
