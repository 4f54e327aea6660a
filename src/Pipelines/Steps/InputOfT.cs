using Pipelines.Errors;

namespace Pipelines.Steps;

/// <summary>An input whose value is a <typeparamref name="T"/>; <c>step.Get(input)</c> returns it typed.</summary>
public sealed record Input<T> : Input
{
    private readonly string _expected;
    private readonly InputParser<T> _parse;

    internal Input(string name, string summary, string expected, InputParser<T> parse)
        : base(name, summary) => (_expected, _parse) = (expected, parse);

    /// <summary>The default value.</summary>
    public T? Default { get; private init; }

    public override string Expected => _expected;

    public override object? DefaultValue => Default;

    public Input<T> Or(T value, string text) => this with { Default = value, DefaultText = text };

    public override bool TryParse(string text, out object? value, out string? error)
    {
        var sound = _parse(text, out var typed);
        value = typed;
        error = sound ? null : $"expected {Expected}, got \"{text}\".{Hint(text)}";
        return sound;
    }

    private string Hint(string text) => Choices is null ? "" : $" {NearestName.Hint(text, Choices)}";
}
