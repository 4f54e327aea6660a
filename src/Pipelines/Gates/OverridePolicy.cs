using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Pipelines.Gates;

/// <summary>What a reason must be to deploy against the clock.</summary>
/// <param name="Pattern">Must match somewhere in the reason; null means any text will do.</param>
/// <param name="MinLength">Least length in characters, blanks around it not counted.</param>
public sealed record OverridePolicy(Regex? Pattern = null, int MinLength = OverridePolicy.DefaultMinLength)
{
    public const int DefaultMinLength = 10;

    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>What a valid reason is, after "expected".</summary>
    public string Expectation => Pattern is null
        ? $"a reason of at least {MinLength} characters"
        : $"a reason of at least {MinLength} characters that matches {PrintableText.Of(Pattern.ToString())}";

    /// <summary>A pattern must do without lookarounds and back references, so that it runs in linear time; null means any text.</summary>
    public static bool TryParse(string? pattern, int minLength, [NotNullWhen(true)] out OverridePolicy? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = minLength < 1 ? $"The least length of a reason is {minLength}. Expected 1 or more." : null;
        try
        {
            value = error is null ? new OverridePolicy(pattern is null ? null : Compile(pattern), minLength) : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            error = $"\"{PrintableText.Of(pattern!)}\" is not a usable regular expression: {PrintableText.Of(e.Message)} Expected one such as (CVE|INC)-[0-9]+.";
        }

        return value is not null;
    }

    /// <summary>Whether the reason is enough. One that cannot be matched in time is not.</summary>
    public bool Accepts(string? reason)
    {
        var text = reason?.Trim() ?? "";
        try
        {
            return text.Length >= MinLength && (Pattern?.IsMatch(text) ?? true);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit);
}
