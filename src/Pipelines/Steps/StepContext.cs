using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
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
    public ConfigFile Config =>
        config ?? throw new InvalidOperationException("This step did not declare that it requires the configuration file.");

    /// <summary>The configuration file, or null if the step does not require it and there is none.</summary>
    public ConfigFile? OptionalConfig => config;

    /// <summary>Resolves references to secrets in the configuration file.</summary>
    public ISecretSource Secrets
    {
        get => field ?? throw new InvalidOperationException("This step did not declare that it requires the configuration file.");
        init;
    }

    /// <summary>Who asked for it: the input, otherwise as the platform reports; null if unknown.</summary>
    public string? Actor => Get(CommonInputs.Actor) ?? Run.Origin.Actor;

    /// <summary>The app's name in the configuration file.</summary>
    public string App => Config.Top.Require(CoreKeys.App);

    /// <summary>The name of the environment that the step is for.</summary>
    /// <exception cref="PipelineException">The file has no such environment.</exception>
    public string Environment
    {
        get
        {
            _ = Settings;
            return Require(CommonInputs.Environment);
        }
    }

    /// <summary>What the configuration file says of that environment.</summary>
    /// <exception cref="PipelineException">The file has no such environment.</exception>
    public ConfigRecord Settings => Config.Environment(Require(CommonInputs.Environment));

    /// <summary>The page of the environment, when the file names one.</summary>
    /// <exception cref="PipelineException">The file has no such environment.</exception>
    public IReadOnlyList<Link> Links => Settings.Get(CoreKeys.Url) is { } url ? [new Link(Environment, url)] : [];

    /// <summary>This context, or a new one if the file has changed.</summary>
    /// <exception cref="PipelineException">All problems in inputs and file together.</exception>
    public StepContext Renewed() =>
        Reader?.Invoke() is { } read && (read.Config.Text, read.Config.Files.Place) != (Config.Text, Config.Files.Place) ? read : this;

    /// <summary>The value of an input, or its default.</summary>
    public T? Get<T>(Input<T> input) => inputs.TryGetValue(input.Name, out var value) ? (T?)value : input.Default;

    /// <summary>The value of an input that is required or has a default.</summary>
    public T Require<T>(Input<T> input) => Get(input)
        ?? throw new InvalidOperationException($"{input.Name} has neither a value nor a default.");
}
