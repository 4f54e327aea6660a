using Pipelines.Errors;

namespace Pipelines.Tests.Errors;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("prodution", "Did you mean production?")]
    [InlineData("PRODUCTION", "Did you mean production?")]
    [InlineData("stagin", "Did you mean staging?")]
    [InlineData("qa", "Expected one of: production, staging.")]
    [InlineData("", "Expected one of: production, staging.")]
    public void NamesTheNearestOrAll(string given, string hint) => Assert.Equal(hint, NearestName.Hint(given, ["staging", "production"]));

    [Fact]
    public void OfNoNamesThereIsNoHint() => Assert.Null(NearestName.Hint("x", []));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("Flaw", "lawn", 2)]
    public void CountsEdits(string a, string b, int distance) => Assert.Equal(distance, NearestName.Distance(a, b));
}
