using System.Text.Json.Nodes;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Steps;

/// <summary>The result of a step. Failures that end it early are a <see cref="PipelineException"/> instead.</summary>
/// <param name="ExitCode">The exit status of the process.</param>
/// <param name="Message">One line for people; empty if the text already includes it.</param>
public sealed record StepResult(ExitCode ExitCode, string Message)
{
    private readonly Dictionary<Output, JsonValue?> _outputs = [];

    /// <summary>Text for people on standard output, such as a table; empty for none.</summary>
    public string Text { get; init; } = "";

    /// <summary>What <c>--output json</c> prints instead of the object with the outputs; null for that object.</summary>
    public JsonNode? Json { get; init; }

    /// <summary>Additional members of that object.</summary>
    public JsonObject Details { get; init; } = [];

    /// <summary>What was checked, for test reports; empty for none.</summary>
    public IReadOnlyList<CheckResult> Checks { get; init; } = [];

    /// <summary>Links to related pages; empty for none.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>Outputs in the order they were set. A null value is an empty output.</summary>
    public IReadOnlyDictionary<Output, JsonValue?> Outputs => _outputs;

    public static StepResult Passed(string message) => new(ExitCode.Passed, message);

    public StepResult With(Output output, string? value) => Set(output, value is null ? null : JsonValue.Create(value));

    public StepResult With(Output output, bool value) => Set(output, JsonValue.Create(value));

    public StepResult With(Output output, long? value) => Set(output, value is { } number ? JsonValue.Create(number) : null);

    /// <summary>An instant, written in UTC as ISO 8601 with <c>Z</c>.</summary>
    public StepResult With(Output output, DateTimeOffset? value) => With(output, value is { } instant ? Instants.Format(instant) : null);

    private StepResult Set(Output output, JsonValue? value)
    {
        _outputs[output] = value;
        return this;
    }
}
