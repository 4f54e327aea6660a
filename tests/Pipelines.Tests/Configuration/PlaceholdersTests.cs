using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Tests.Configuration;

public sealed class PlaceholdersTests
{
    private readonly Placeholders _placeholders = new(new Dictionary<string, string> { ["port"] = "3001", ["slot"] = "{port}" });

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("http://127.0.0.1:{port}/health", "http://127.0.0.1:3001/health")]
    [InlineData("{port}{port}", "30013001")]
    [InlineData("{slot}", "{port}")] // a value is not expanded again
    [InlineData("{{port}", "{port}")]
    [InlineData("a } b", "a } b")]
    public void AreReplaced(string text, string expanded) => Assert.Equal(expanded, _placeholders.Expand(text));

    [Theory]
    [InlineData("{prot}", "{prot}: {prot} has no value here. Did you mean {port}?")]
    [InlineData("{}", "{}: {} has no value here. Expected one of: {port}, {slot}.")]
    [InlineData("a {port", "a {port: the brace before \"port\" is not closed. Did you mean {port}?")]
    [InlineData("{", "{: the brace before \"\" is not closed. Expected one of: {port}, {slot}.")]
    public void UnknownAndOpenOnesAreErrors(string text, string message) =>
        Assert.Equal(message, Assert.Throws<PipelineException>(() => _placeholders.Expand(text)).Message);
}
