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

/// <summary>The policy for deploying when the gate is closed.</summary>
/// <param name="Pattern">Must match somewhere in the reason; null means any text.</param>
/// <param name="MinLength">Minimum number of letters, digits and punctuation marks, as a reader counts them.</param>
public sealed record OverridePolicy(Regex? Pattern = null, int MinLength = OverridePolicy.DefaultMinLength)
{
    public const int DefaultMinLength = 10;

    public static readonly TimeSpan DefaultExpires = TimeSpan.FromHours(2);

    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>Whether it is configured. Otherwise it is the default, for a person who starts the run manually.</summary>
    public bool IsWritten { get; init; }

    /// <summary>Must match somewhere in the ticket; null if no ticket is required.</summary>
    public Regex? Ticket { get; init; }

    /// <summary>Names that may be overridden, or prefixes followed by a star.</summary>
    public IReadOnlyList<string> May { get; init; } = OverrideNames.ByReason;

    /// <summary>Logins that may override.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>Roles on the platform that may override.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Teams whose members may override.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>Whether one person must grant it and another one use it.</summary>
    public bool NeedsSecondPerson { get; init; }

    /// <summary>How long a token is valid at most.</summary>
    public TimeSpan Expires { get; init; } = DefaultExpires;

    /// <summary>Time within which a second person must review an override; null if no review is required.</summary>
    public TimeSpan? Review { get; init; }

    /// <summary>Signs tokens; null if none are granted here.</summary>
    public SecretReference? Key { get; init; }

    /// <summary>Public keys whose tokens are trusted: PEM, or paths of PEM files.</summary>
    public IReadOnlyList<string> Trust { get; init; } = [];

    /// <summary>Describes a valid reason, after "expected".</summary>
    public string Expectation => Pattern is null
        ? $"a reason of at least {MinLength} characters"
        : $"a reason of at least {MinLength} characters that matches {PrintableText.Of(Pattern.ToString())}";

    /// <summary>A pattern must not use lookarounds or backreferences, so that matching takes linear time; null means any text.</summary>
    public static bool TryParse(string? pattern, int minLength, [NotNullWhen(true)] out OverridePolicy? value,
        [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = minLength < 1 ? $"The minimum length of a reason is {minLength}. Expected 1 or more." : null;
        try
        {
            value = error is null ? new OverridePolicy(pattern is null ? null : Compile(pattern), minLength) : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            error = $"\"{PrintableText.Of(pattern!)}\" is not a valid regular expression: {PrintableText.Of(e.Message)} Expected an "
                + "expression such as (CVE|INC)-[0-9]+.";
        }

        return value is not null;
    }

    /// <summary>Whether the reason is sufficient. A reason that cannot be matched in time is not.</summary>
    public bool Accepts(string? reason)
    {
        var text = reason?.Trim() ?? "";
        return VisibleText.Count(text) >= MinLength && (Pattern is null || Matches(Pattern, text));
    }

    /// <summary>The public keys whose tokens are trusted.</summary>
    /// <exception cref="PipelineException">One cannot be read, or is not a key.</exception>
    public IReadOnlyList<PublicKey> TrustedKeys(ConfigFile config) =>
        [.. Trust.Select((text, i) => SigningSpec.Read(text, $"override.trust[{i}]", config))];

    /// <summary>Whether the ticket is sufficient. A ticket that cannot be matched in time, or has no visible characters, is not.</summary>
    public bool AcceptsTicket(string? ticket) =>
        Ticket is null || (ticket is not null && !VisibleText.IsBlank(ticket) && Matches(Ticket, ticket));

    public bool MayBreak(string name) => May.Any(pattern => OverrideNames.Matches(pattern, name));

    /// <summary>Null if the person may override, otherwise why not. If nobody is listed, everyone may.</summary>
    public async Task<string?> PersonProblemAsync(string? login, Evidence evidence)
    {
        if (Actors.Count + Roles.Count + Teams.Count == 0
            || (login is not null && Actors.Contains(login, StringComparer.OrdinalIgnoreCase)))
        {
            return null;
        }

        if (login is null)
        {
            return "the platform does not report who started the run";
        }

        try
        {
            return await evidence.IsOneOfAsync(login, Roles, Teams) ? null
                : $"{PrintableText.Of(login)} is not among those who may: {string.Join(", ", Actors.Concat(Roles).Concat(Teams))}";
        }
        catch (PipelineException e)
        {
            return $"the permissions of {PrintableText.Of(login)} could not be determined: {e.Message}";
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
