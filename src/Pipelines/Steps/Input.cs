using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Steps;

/// <summary>
/// One input of a step, declared once: an option of the command, an input of the action and of the component, a row in the reference.
/// </summary>
/// <param name="Name">Lower case with dashes; the same everywhere.</param>
/// <param name="Summary">One sentence.</param>
public abstract record Input(string Name, string Summary)
{
    /// <summary>Far enough from the limits of the calendar that arithmetic on an instant cannot overflow.</summary>
    private const int FirstYear = 1901;

    private const int LastYear = 9889;

    public bool Required { get; init; }

    /// <summary>Text of the default, for help and references; null if there is none.</summary>
    public string? DefaultText { get; init; }

    /// <summary>Only useful to a person at a terminal: not an input of actions and components.</summary>
    public bool CommandLineOnly { get; init; }

    /// <summary>Path of a scalar in the configuration file that provides the value, such as <c>store</c>; null for none.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>The closed set of valid values; null if it is open.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>A boolean: it needs no value on the command line.</summary>
    public bool IsFlag { get; init; }

    /// <summary>A whole number.</summary>
    public bool IsNumber { get; init; }

    /// <summary>A secret: only accepted in a variable, never on a command line, and masked.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The default of the action: a runner expression; null for <see cref="DefaultText"/>.</summary>
    public string? ActionDefault { get; init; }

    /// <summary>Free text: a dollar sign is just a dollar sign, and platforms must not expand variables in it.</summary>
    public bool IsProse { get; init; }

    /// <summary>
    /// Regular expression in RE2 syntax that every valid value matches, for platforms that check before the run; null for none.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>What <c>completion values</c> lists for it; null if its values are not known.</summary>
    public string? Completion { get; init; }

    /// <summary>What is expected, for the end of a sentence.</summary>
    public abstract string Expected { get; }

    /// <summary>The default in this step: steps that share an input may have different ones.</summary>
    public abstract object? DefaultValue { get; }

    /// <summary>Parses a non-empty string; the error is a sentence.</summary>
    public abstract bool TryParse(string text, out object? value, out string? error);

    public static Input<string> Text(string name, string summary) =>
        Parsed(name, summary, "a string", (string text, out string? value) => (value = text) is not null);

    /// <summary>A secret, only accepted in a variable.</summary>
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
            var sound = int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least
                && number <= most;
            value = number;
            return sound;
        }) with
        { IsNumber = true };

    /// <summary>A point in time: ISO 8601 with <c>Z</c> or an offset.</summary>
    public static Input<DateTimeOffset?> Instant(string name, string summary) =>
        Parsed<DateTimeOffset?>(name, summary, "a time such as 2026-03-01T09:00:00Z", (string text, out DateTimeOffset? value) =>
        {
            var parsed = NodaTime.Text.OffsetDateTimePattern.ExtendedIso.Parse(text);
            var sound = parsed.Success && parsed.Value.Year is >= FirstYear and <= LastYear;
            value = sound ? parsed.Value.ToInstant().ToDateTimeOffset() : null;
            return sound;
        });

    /// <summary>One of a closed set of names. An array, because iterators over pairs would be left to the JIT at every start.</summary>
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

    public static Input<T> Parsed<T>(string name, string summary, string expected, InputParser<T> parse) =>
        new(name, summary, expected, parse);

    public Problem Missing() => new($"--{Name}", $"is required. Expected {Expected}.");
}
