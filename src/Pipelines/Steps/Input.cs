using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Steps;

/// <summary>
/// One input of a step, declared once: option of the command, input of the action and of the component, row of the reference.
/// </summary>
/// <param name="Name">Lower case with dashes; the same on every face.</param>
/// <param name="Summary">One sentence.</param>
public abstract record Input(string Name, string Summary)
{
    /// <summary>Far enough from the ends of the calendar that no arithmetic on an instant overflows.</summary>
    private const int FirstYear = 1901;

    private const int LastYear = 9889;

    public bool Required { get; init; }

    /// <summary>Text of the default, for help and references; null when there is none.</summary>
    public string? DefaultText { get; init; }

    /// <summary>Only useful to a person at a terminal: no input of actions and components.</summary>
    public bool CommandLineOnly { get; init; }

    /// <summary>Path of a scalar in the configuration file that stands in for it, such as <c>store</c>; null for none.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>The closed set of valid values; null when it is open.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>A boolean: on the command line it needs no value.</summary>
    public bool IsFlag { get; init; }

    /// <summary>A whole number.</summary>
    public bool IsNumber { get; init; }

    /// <summary>A secret: it comes by a variable only, never on a command line, and is masked.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What an action takes when it is not given: an expression of the runner's; null for <see cref="DefaultText"/>.</summary>
    public string? ActionDefault { get; init; }

    /// <summary>A person's words: a dollar sign in them is one, and no platform may expand variables there.</summary>
    public bool IsProse { get; init; }

    /// <summary>Regular expression in RE2's syntax that every valid value matches, for platforms that check before the run; null for none.</summary>
    public string? Pattern { get; init; }

    /// <summary>What is expected, as it ends a sentence.</summary>
    public abstract string Expected { get; }

    /// <summary>The value when nothing is given, in this step: steps that share an input may differ in it.</summary>
    public abstract object? DefaultValue { get; }

    /// <summary>Parses a text that is not empty; the error is a sentence.</summary>
    public abstract bool TryParse(string text, out object? value, out string? error);

    public static Input<string> Text(string name, string summary) =>
        Parsed(name, summary, "a text", (string text, out string? value) => (value = text) is not null);

    /// <summary>A secret, by a variable only.</summary>
    public static Input<Secret> Secret(string name, string summary) =>
        Parsed(name, summary, "a secret", (string text, out Secret? value) => (value = new Secret(text)) is not null) with
        { IsSecret = true };

    public static Input<bool> Flag(string name, string summary) =>
        Parsed(name, summary, "true or false", (string text, out bool value) => (value = text == "true") || text == "false")
            with
        { IsFlag = true, DefaultText = "false" };

    public static Input<TimeSpan?> Duration(string name, string summary) =>
        Parsed<TimeSpan?>(name, summary, Durations.Expected, (string text, out TimeSpan? value) =>
        {
            var sound = Durations.TryParse(text, out var duration);
            value = duration;
            return sound;
        }) with
        { Pattern = Durations.Form };

    public static Input<int?> Integer(string name, string summary, int least, int most) =>
        Parsed<int?>(name, summary, $"a whole number from {least} to {most}", (string text, out int? value) =>
        {
            var sound = int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
            value = number;
            return sound;
        }) with
        { IsNumber = true };

    /// <summary>A point in time: ISO 8601 with <c>Z</c> or an offset.</summary>
    public static Input<DateTimeOffset?> Instant(string name, string summary) =>
        Parsed<DateTimeOffset?>(name, summary, "an instant such as 2026-03-01T09:00:00Z", (string text, out DateTimeOffset? value) =>
        {
            var parsed = NodaTime.Text.OffsetDateTimePattern.ExtendedIso.Parse(text);
            var sound = parsed.Success && parsed.Value.Year is >= FirstYear and <= LastYear;
            value = sound ? parsed.Value.ToInstant().ToDateTimeOffset() : null;
            return sound;
        });

    /// <summary>One of a closed set of names. An array: iterators over pairs are left to the JIT, at every start.</summary>
    public static Input<T> Choice<T>(string name, string summary, params (string Name, T Value)[] choices)
    {
        var names = Array.ConvertAll(choices, choice => choice.Name);
        return Parsed<T>(name, summary, $"one of {string.Join(", ", names)}", (string text, out T? value) =>
        {
            var found = Array.Find(choices, choice => choice.Name == text);
            value = found.Value;
            return found.Name is not null;
        }) with
        { Choices = names };
    }

    public static Input<T> Parsed<T>(string name, string summary, string expected, InputParser<T> parse) => new(name, summary, expected, parse);

    public Problem Missing() => new($"--{Name}", $"is required. Expected {Expected}.");
}
