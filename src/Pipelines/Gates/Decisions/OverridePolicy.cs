using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Gates.Requirements;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Signatures;
using Pipelines.Signing;

namespace Pipelines.Gates.Decisions;

/// <summary>What it takes to deploy against the gate.</summary>
/// <param name="Pattern">Must match somewhere in the reason; null means any text will do.</param>
/// <param name="MinLength">Least number of letters, digits and punctuation marks, as a reader counts them.</param>
public sealed record OverridePolicy(Regex? Pattern = null, int MinLength = OverridePolicy.DefaultMinLength)
{
    public const int DefaultMinLength = 10;

    public static readonly TimeSpan DefaultExpires = TimeSpan.FromHours(2);

    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>Whether the configuration file says it. Else it is the default, for a person who starts by hand.</summary>
    public bool IsWritten { get; init; }

    /// <summary>What the ticket must match somewhere; null when none is asked for.</summary>
    public Regex? Ticket { get; init; }

    /// <summary>Names that may be overridden, or beginnings of them and a star.</summary>
    public IReadOnlyList<string> May { get; init; } = OverrideNames.ByReason;

    /// <summary>Logins that may.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>Roles on the platform that may.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Teams whose members may.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>Whether one person grants it and another one uses it.</summary>
    public bool NeedsSecondPerson { get; init; }

    /// <summary>How long a token holds at most.</summary>
    public TimeSpan Expires { get; init; } = DefaultExpires;

    /// <summary>In which time a second person has to look at what was overridden; null when nobody has to.</summary>
    public TimeSpan? Review { get; init; }

    /// <summary>What signs tokens; null when none are granted here.</summary>
    public SecretReference? Key { get; init; }

    /// <summary>Public keys whose tokens are believed: PEM, or paths of files with it.</summary>
    public IReadOnlyList<string> Trust { get; init; } = [];

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
        return VisibleText.Count(text) >= MinLength && (Pattern is null || Matches(Pattern, text));
    }

    /// <summary>The public keys whose tokens are believed.</summary>
    /// <exception cref="PipelineException">One cannot be read, or is no key.</exception>
    public IReadOnlyList<PublicKey> TrustedKeys(ConfigFile config) => [.. Trust.Select((text, i) => SigningSpec.Read(text, $"override.trust[{i}]", config))];

    /// <summary>Whether the ticket is enough. One that cannot be matched in time, or of which nothing can be seen, is not.</summary>
    public bool AcceptsTicket(string? ticket) => Ticket is null || (ticket is not null && !VisibleText.IsBlank(ticket) && Matches(Ticket, ticket));

    public bool MayBreak(string name) => May.Any(pattern => OverrideNames.Matches(pattern, name));

    /// <summary>Null when the person may override, else why not. With nobody named everyone may.</summary>
    public async Task<string?> PersonProblemAsync(string? login, Evidence evidence)
    {
        if (Actors.Count + Roles.Count + Teams.Count == 0 || (login is not null && Actors.Contains(login, StringComparer.OrdinalIgnoreCase)))
        {
            return null;
        }

        if (login is null)
        {
            return "the platform does not say who asks";
        }

        try
        {
            return await evidence.IsOneOfAsync(login, Roles, Teams) ? null : $"{PrintableText.Of(login)} is none of those who may: {string.Join(", ", Actors.Concat(Roles).Concat(Teams))}";
        }
        catch (PipelineException e)
        {
            return $"it cannot be found out what {PrintableText.Of(login)} may: {e.Message}";
        }
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit);
}
