using System.Text.RegularExpressions;

namespace Pipelines.Model;

/// <summary>Which names users may choose; they become part of keys, paths and variables.</summary>
public sealed partial class NamePattern
{
    private readonly Regex _regex;

    private NamePattern(Regex regex, string expected) => (_regex, Expected) = (regex, expected);

    /// <summary>Names of apps, environments and calendars.</summary>
    public static NamePattern Identifier { get; } =
        new(IdentifierRegex(), "lower-case letters, digits and dashes, starting with a letter or digit, at most 63");

    /// <summary>Names of environment variables.</summary>
    public static NamePattern Variable { get; } = new(VariableRegex(), "letters, digits and underscores, not starting with a digit");

    public string Expected { get; }

    /// <summary>The regular expression, also valid in JSON Schema.</summary>
    public string Pattern => _regex.ToString();

    /// <summary>Whether the whole name matches; <c>$</c> alone would allow a trailing line break.</summary>
    public bool Accepts(string name) => _regex.Match(name) is { Success: true, Length: var length } && length == name.Length;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex IdentifierRegex();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex VariableRegex();
}
