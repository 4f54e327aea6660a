namespace Pipelines.Tests.Build;

public sealed class ChangelogTests
{
    private const string Before = "# Changelog\n\nText.\n\n## [Unreleased]\n\nNotes are files.\n";
    private static readonly DateOnly Day = new(2026, 3, 4);

    [Fact]
    public void NotesBecomeSectionsInTheOrderOfKeepAChangelog() => Assert.Equal(
        Before + "\n## [1.2.0] - 2026-03-04\n\n### Added\n\n- A.\n- B,\n  over two lines.\n\n### Fixed\n\n- C.\n",
        Fold(Before, "1.2.0", ("fixed-c.md", "C.\n"), ("added-b.md", "B,\nover two lines.\n"), ("added-a.md", "A.\n")));

    [Fact]
    public void ALaterVersionStandsAboveTheEarlierOnes()
    {
        var first = Fold(Before, "1.2.0", ("added-a.md", "A."));

        var second = Fold(first, "1.3.0", ("security-b.md", "B."));

        Assert.Equal(
            first.Replace("\n## [1.2.0]", "\n## [1.3.0] - 2026-03-04\n\n### Security\n\n- B.\n\n## [1.2.0]", StringComparison.Ordinal),
            second);
    }

    [Theory]
    [InlineData("1.2.0", "feature-a.md", "feature-a.md")]
    [InlineData("1.2.0", null, "no note")]
    [InlineData("1.1.0", "added-a.md", "already has 1.1.0")]
    public void WhatCannotBeFoldedIsRefused(string version, string? note, string expected)
    {
        var changelog = Fold(Before, "1.1.0", ("added-a.md", "A."));

        var e = Assert.Throws<InvalidDataException>(() => Fold(changelog, version, note is null ? [] : [(note, "x")]));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    private static string Fold(string changelog, string version, params (string Name, string Text)[] notes) =>
        Changelog.Fold(changelog, [.. notes.Select(note => KeyValuePair.Create(note.Name, note.Text))], version, Day);
}
