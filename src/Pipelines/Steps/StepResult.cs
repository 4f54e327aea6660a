using System.Text.Json.Nodes;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Views;

namespace Pipelines.Steps;

/// <summary>The result of a step. Failures that end it early are a <see cref="PipelineException"/> instead.</summary>
/// <param name="ExitCode">The exit status of the process.</param>
/// <param name="Message">One line for people; empty if the text already includes it.</param>
public sealed record StepResult(ExitCode ExitCode, string Message)
{
    private readonly Dictionary<Output, JsonValue?> _outputs = [];

    /// <summary>What was found out, for people and for programs; empty for nothing besides the message and the outputs.</summary>
    public IReadOnlyList<View> Views { get; init; } = [];

    /// <summary>The summary page; null for one with the message and the views.</summary>
    public StepPage? Page { get; init; }

    /// <summary>The view whose rows <c>--output json</c> prints, instead of an object; null for an object with the outputs.</summary>
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
