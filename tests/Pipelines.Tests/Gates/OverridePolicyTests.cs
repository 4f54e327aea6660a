using System.Text.RegularExpressions;
using Pipelines.Gates.Decisions;

namespace Pipelines.Tests.Gates;

public sealed class OverridePolicyTests
{
    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, "", false)]
    [InlineData(null, "too short", false)]
    [InlineData(null, "   x                ", false)]
    [InlineData(null, "long enough", true)]
    [InlineData(null, "\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B", false)]
    [InlineData(null, "x\u3164\u3164\u3164\u3164\u3164\u3164\u3164\u3164\u3164\u3164", false)]
    [InlineData(null, "a b c d e f g", false)]
    [InlineData("(CVE|INC)-[0-9]+", "fixes a hole in the login", false)]
    [InlineData("(CVE|INC)-[0-9]+", "fixes INC-4711 in the login", true)]
    [InlineData("(CVE|INC)-[0-9]+", "INC-1", false)]
    [InlineData("^INC-[0-9]+: .+$", "see INC-4711: login", false)]
    [InlineData("^INC-[0-9]+: .+$", "  INC-4711: login  ", true)]
    public void AReasonIsLongEnoughAndMatches(string? pattern, string? reason, bool valid)
    {
        Assert.True(OverridePolicy.TryParse(pattern, OverridePolicy.DefaultMinLength, out var policy, out _));
        Assert.Equal(valid, policy.Accepts(reason));
    }

    [Theory]
    [InlineData("(CVE|INC")]
    [InlineData("(?=secret)")]
    [InlineData(@"(a)\1")]
    public void PatternsThatDoNotRunInLinearTimeOrAtAllAreErrors(string pattern)
    {
        Assert.False(OverridePolicy.TryParse(pattern, 10, out var policy, out var error));
        Assert.Null(policy);
        Assert.Contains("(CVE|INC)-[0-9]+", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".*", "\u200B", false)]
    [InlineData(".*", null, false)]
    [InlineData("^OPS-[0-9]+$", "OPS-12", true)]
    public void ATicketIsSeenAndMatches(string pattern, string? ticket, bool valid) =>
        Assert.Equal(valid, new OverridePolicy { Ticket = new Regex(pattern) }.AcceptsTicket(ticket));

    [Fact]
    public void ATicketWhosePatternRunsOutOfTimeIsRefused() =>
        Assert.False(
            new OverridePolicy { Ticket =
            new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(5)) }.AcceptsTicket(new string('a', 40) + "!"));

    [Fact]
    public void ALeastLengthBelowOneIsAnError() => Assert.False(OverridePolicy.TryParse(null, 0, out _, out _));

    [Fact]
    public void AnEvilPatternAndReasonTakeNoTime()
    {
        Assert.True(OverridePolicy.TryParse("^(a+)+$", 10, out var policy, out _));
        Assert.False(policy.Accepts(new string('a', 100_000) + "!"));
    }

    [Fact]
    public void APatternThatRunsOutOfTimeDoesNotMatch() =>
        Assert.False(new OverridePolicy(new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(5)))
            .Accepts(new string('a', 40) + "!"));
}
