using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Cli.CommandLine;

/// <summary>
/// Resolves the value of every input of a step: flag, <c>INPUT_*</c>, <c>PIPELINES_*</c>, configuration file, default, in this order. The
/// empty string counts as not set, and so does free text without visible characters. All problems are collected.
/// </summary>
/// <param name="flag">The text given on the command line; null if none was.</param>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="loadConfig">Loads the configuration file.</param>
internal sealed class InputBinder(
    Func<Input, string?> flag, Func<string, string?> variable, Func<ConfigPlace, ConfigFile> loadConfig)
{
    private readonly Dictionary<string, object?> _values = [];
    private readonly List<Problem> _problems = [];

    /// <exception cref="PipelineException">All problems in inputs and file together.</exception>
    public (IReadOnlyDictionary<string, object?> Values, ConfigFile? Config) Bind(StepDefinition step)
    {
        var config = step.Config == ConfigUse.None ? null : LoadConfig(step.Config);
        foreach (var input in step.Inputs)
        {
            Bind(input, config);
        }

        return _problems.Count == 0 ? (_values, config) : throw new PipelineException(_problems);
    }

    private ConfigFile? LoadConfig(ConfigUse use)
    {
        var (given, _) = Given(CommonInputs.Config);
        var path = given ?? CommonInputs.Config.Default!;
        _values[CommonInputs.Config.Name] = path;
        var reference = Given(CommonInputs.ConfigRef).Text;
        _values[CommonInputs.ConfigRef.Name] = reference;
        Bind(CommonInputs.App, config: null);
        var app = _values[CommonInputs.App.Name] as string;
        if (given is null && reference is null && use == ConfigUse.Optional && !File.Exists(path))
        {
            return null;
        }

        try
        {
            var token = Given(PlatformInputs.Token).Text is { } text ? new Secret(text) : null;
            return loadConfig(new ConfigPlace(path, reference, token, app)
            {
                IsForAll = use == ConfigUse.AllApps,
            });
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.BadInput)
        {
            _problems.AddRange(e.Problems);
            return null;
        }
    }

    private void Bind(Input input, ConfigFile? config)
    {
        var (text, source) = Given(input) is { Text: not null } given ? given : FromConfig(input, config);
        if (text is null)
        {
            if (input.Required)
            {
                _problems.Add(input.Missing());
            }

            _values[input.Name] = input.DefaultValue;
        }
        else if (input.TryParse(text, out var value, out var error))
        {
            _values[input.Name] = value;
        }
        else
        {
            _problems.Add(new Problem(source, error!));
        }
    }

    private (string? Text, string Source) Given(Input input)
    {
        if (NotEmpty(input, flag(input)) is { } typed)
        {
            return (typed, $"--{input.Name}");
        }

        foreach (var name in VariableNames(input))
        {
            if (NotEmpty(input, variable(name)) is { } found)
            {
                return (found, name);
            }
        }

        return (null, "");
    }

    private static (string? Text, string Source) FromConfig(Input input, ConfigFile? config)
    {
        if (input.ConfigPath is not { } path || config is null)
        {
            return (null, "");
        }

        var key = config.Schema.TopKeys.OfType<Key<string>>().Single(key => key.Name == path);
        return (config.Top.Get(key), path);
    }

    /// <summary>
    /// The runner keeps dashes in the names of an action's inputs (actions/runner, Handler.cs); shells can only set underscores.
    /// </summary>
    private static IEnumerable<string> VariableNames(Input input)
    {
        var name = input.Name.ToUpperInvariant();
        return [$"INPUT_{name}", $"INPUT_{name.Replace('-', '_')}", Variable(input)];
    }

    /// <summary>The variable that sets the input on every platform.</summary>
    public static string Variable(Input input) => $"PIPELINES_{input.Name.ToUpperInvariant().Replace('-', '_')}";

    private static string? NotEmpty(Input input, string? text) =>
        string.IsNullOrEmpty(text) || (input.IsProse && VisibleText.IsBlank(text)) ? null : text;
}
