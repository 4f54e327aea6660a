using Pipelines.Reporting;

namespace Pipelines.Tests.Reporting;

/// <summary>What cannot be seen is not written.</summary>
public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("login is down", 11)]
    [InlineData("INC-4711.", 9)]
    [InlineData("\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B", 0)] // zero width spaces
    [InlineData("x\u200B\u200C\u200D\u2060\uFEFF\u00AD\u034F\u180E", 1)] // what joins, parts and marks, without a shape
    [InlineData("\u3164\u3164\u115F\u1160\uFFA0", 0)] // fillers of Hangul: letters by their category
    [InlineData("\u2800\u2800", 0)] // blank of Braille
    [InlineData("\u00A0\u2003\u3000\t\r\n", 0)] // blanks of all kinds
    [InlineData("\u202E\u202Dab\u202C", 2)] // directions
    [InlineData("\U000E0061\U000E0062", 0)] // tags
    [InlineData("\uFE0F\uFE0E\U000E0100", 0)] // variation selectors
    [InlineData("\u0301\u0301", 0)] // marks alone
    [InlineData("a\u0301\u0301\u0301\u0301", 1)] // a letter with many
    [InlineData("\u1112\u1161\u11AB", 1)] // one syllable of three letters
    [InlineData("日本語", 3)]
    [InlineData("👨‍👩‍👧‍👦", 0)] // a picture is no word
    [InlineData("\ud800\udc00", 1)] // a letter beyond the first plane: one
    [InlineData("\ud800", 0)] // half of one
    public void IsCountedAsAReaderDoes(string text, int count) => Assert.Equal(count, VisibleText.Count(text));

    [Theory]
    [InlineData("\u200B \u3164\u2800", true)]
    [InlineData("", true)]
    [InlineData("👍", false)]
    [InlineData("+", false)]
    [InlineData("\u200Bx", false)]
    public void IsBlankWhenNothingHasAShape(string text, bool blank) => Assert.Equal(blank, VisibleText.IsBlank(text));
}
