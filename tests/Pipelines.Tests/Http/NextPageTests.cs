using Pipelines.Adapters.Http;

namespace Pipelines.Tests.Http;

public sealed class NextPageTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("<https://api.test/x?page=2>; rel=\"next\", <https://api.test/x?page=9>; rel=\"last\"", "https://api.test/x?page=2")]
    [InlineData("<https://api.test/x?page=1>; rel=\"prev\", <https://api.test/x?page=3>; rel=\"next\"", "https://api.test/x?page=3")]
    [InlineData("</x?page=2>; rel=next", "https://api.test/x?page=2")]
    [InlineData("<https://api.test/x?page=9>; rel=\"last\"", null)]
    [InlineData("<https://api.test/x; rel=\"next\"", null)]
    [InlineData("<>; rel=\"next\"", "https://api.test/x")]
    [InlineData("<https://[>; rel=\"next\"", null)]
    [InlineData(",,;;<", null)]
    public void TheNextPageIsTheOneThatSaysSo(string links, string? next) =>
        Assert.Equal(next, NextPage.Of(links, new Uri("https://api.test/x"))?.ToString());
}
