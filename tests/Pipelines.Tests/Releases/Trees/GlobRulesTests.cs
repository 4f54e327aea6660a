using Pipelines.Errors;
using Pipelines.Releases.Trees;

namespace Pipelines.Tests.Releases.Trees;

public sealed class GlobRulesTests
{
    [Theory]
    [InlineData("*.map", "a.map", true)]
    [InlineData("*.map", "x/y/a.map", true)]
    [InlineData("/*.map", "x/a.map", false)]
    [InlineData("x/*.map", "x/a.map", true)]
    [InlineData("x/*.map", "y/x/a.map", false)]
    [InlineData("x/*.map", "x/y/a.map", false)]
    [InlineData("**/*.map", "a.map", true)]
    [InlineData("**/*.map", "x/y/a.map", true)]
    [InlineData("x/**/z", "x/z", true)]
    [InlineData("x/**/z", "x/y/y/z", true)]
    [InlineData("x/**/z", "xy/z", false)]
    [InlineData("x/**", "x", false)]
    [InlineData("x/**", "x/y/z", true)]
    [InlineData("**", "x/y", true)]
    [InlineData("a**b", "axb", true)]
    [InlineData("a**b", "a/b", false)]
    [InlineData("?.txt", "a.txt", true)]
    [InlineData("?.txt", "ä.txt", true)]
    [InlineData("?.txt", "🎉.txt", true)]
    [InlineData("?.txt", "ab.txt", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[!a-c]x", "dx", true)]
    [InlineData("[^a-c]x", "bx", false)]
    [InlineData("[]-]x", "]x", true)]
    [InlineData("[]-]x", "-x", true)]
    [InlineData("a[+-9]b", "a/b", false)]
    [InlineData("a[!x]b/c", "a/b/c", false)]
    [InlineData("*.{js,ts}", "a.ts", true)]
    [InlineData("*.{js,ts}", "a.css", false)]
    [InlineData("{a,{b,c}d}e", "cde", true)]
    [InlineData("{a,{b,c}d}e", "ce", false)]
    [InlineData("{,x}a", "a", true)]
    [InlineData("a,b", "a,b", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "x", false)]
    [InlineData("\\!x", "!x", true)]
    [InlineData("\\#x", "#x", true)]
    [InlineData("#x", "#x", false)]
    [InlineData("x  ", "x", true)]
    [InlineData("x\\ ", "x ", true)]
    [InlineData("a.b", "axb", false)]
    [InlineData("(a|b)+$", "(a|b)+$", true)]
    [InlineData("A", "a", false)]
    [InlineData("dir/", "dir", false)]
    public void APatternMatchesAFile(string pattern, string path, bool expected) =>
        Assert.Equal(expected, GlobRules.Parse([pattern], "test").Match(path, directory: false));

    [Theory]
    [InlineData("dir/", "dir", true)]
    [InlineData("dir/", "x/dir", true)]
    [InlineData("/dir/", "x/dir", false)]
    [InlineData("x/dir/", "x/dir", true)]
    public void APatternMatchesADirectory(string pattern, string path, bool expected) =>
        Assert.Equal(expected, GlobRules.Parse([pattern], "test").Match(path, directory: true));

    [Fact]
    public void TheLastRuleDecides()
    {
        var rules = GlobRules.Parse(["*.log", "!keep.log", "x/keep.log"], "test");
        Assert.True(rules.Match("a.log", directory: false));
        Assert.False(rules.Match("y/keep.log", directory: false));
        Assert.True(rules.Match("x/keep.log", directory: false));
    }

    [Fact]
    public void EveryBadPatternIsNamed()
    {
        var error =
            Assert.Throws<PipelineException>(() =>
                GlobRules.Parse(["[a", "ok", "{a", "x\\", "[z-a]", new string('a', 1001)], "package.exclude"));
        Assert.Equal(5, error.Problems.Count);
        Assert.All(error.Problems, problem => Assert.Equal("package.exclude", problem.Where));
        Assert.Contains("\"[a\" is not a valid pattern: a bracket is not closed.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}{a,aa}b")]
    [InlineData("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b")]
    [InlineData("{*,*{*,*{*,*{*,*}}}}b")]
    public void AHostilePatternEndsWithoutAMatch(string pattern) // an engine that backtracks would not end
    {
        var rules = GlobRules.Parse([pattern], "test");
        Assert.False(rules.Match(string.Concat(Enumerable.Repeat("a/", 300)) + new string('a', 3000), directory: false));
    }
}
