using Pipelines.Configuration.Schema;

namespace Pipelines.Tests.Configuration;

public sealed class CommandLineTextTests
{
    [Theory]
    [InlineData("npm ci --omit=dev", "npm|ci|--omit=dev")]
    [InlineData("  npm \t ci\n", "npm|ci")]
    [InlineData("echo 'a b' \"c d\"", "echo|a b|c d")]
    [InlineData("echo a'b c'd", "echo|ab cd")]
    [InlineData("echo ''", "echo|")]
    [InlineData("echo \"it's\" 'say \"x\"'", "echo|it's|say \"x\"")]
    // no shell: nothing means anything
    [InlineData("echo $HOME `id` $(id) *.js a;b a|b >x && y", "echo|$HOME|`id`|$(id)|*.js|a;b|a%b|>x|&&|y")]
    [InlineData("echo a\\ b", "echo|a\\|b")] // a backslash is a character like any other
    public void IsSplitAtBlanksOutsideQuotes(string text, string arguments)
    {
        Assert.True(CommandLineText.TrySplit(text, out var split));
        Assert.Equal(arguments.Split('|').Select(argument => argument.Replace('%', '|')), split);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("echo 'open")]
    [InlineData("echo \"it's")]
    public void WithoutAWordOrWithAnOpenQuoteItIsNone(string text) => Assert.False(CommandLineText.TrySplit(text, out _));
}
