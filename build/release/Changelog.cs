using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

/// <summary>Adds the notes in changes/ to the changelog. The formats are described in CHANGELOG.md and changes/README.md.</summary>
public static class Changelog
{
    private static readonly string[] Kinds = ["added", "changed", "deprecated", "removed", "fixed", "security"];

    /// <param name="changelog">The current changelog.</param>
    /// <param name="notes">File name, as <c>KIND-SUBJECT.md</c>, and text.</param>
    /// <param name="date">Date of the release.</param>
    /// <exception cref="InvalidDataException">A note's name has no kind, there are no notes, or the changelog already has the
    /// version.</exception>
    public static string Fold(string changelog, IReadOnlyCollection<KeyValuePair<string, string>> notes, string version, DateOnly date)
    {
        var heading = $"## [{version}]";
        var wrong = notes.Select(note => note.Key).Where(name => !Kinds.Contains(Kind(name))).ToList();
        if (wrong.Count > 0)
        {
            throw new InvalidDataException($"changes/{wrong[0]}: expected a name that starts with one of {string.Join(", ", Kinds)}, "
                + "and a dash.");
        }

        if (notes.Count == 0)
        {
            throw new InvalidDataException("changes/ has no notes: there is nothing to release.");
        }

        if (changelog.Contains(heading, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"CHANGELOG.md already has {version}.");
        }

        var earlier = changelog.IndexOf("\n## [", changelog.IndexOf("## [Unreleased]", StringComparison.Ordinal) + 1, StringComparison.Ordinal);
        var before = (earlier < 0 ? changelog : changelog[..earlier]).TrimEnd();
        var after = earlier < 0 ? "" : changelog[earlier..];
        return $"{before}\n\n{heading} - {date:yyyy-MM-dd}\n{Sections(notes)}{after}";
    }

    private static string Sections(IReadOnlyCollection<KeyValuePair<string, string>> notes)
    {
        var text = new StringBuilder();
        foreach (var group in notes.OrderBy(note => note.Key, StringComparer.Ordinal).GroupBy(note => Kind(note.Key)).OrderBy(group => Array.IndexOf(Kinds, group.Key)))
        {
            text.Append($"\n### {char.ToUpperInvariant(group.Key[0])}{group.Key[1..]}\n\n");
            foreach (var (_, note) in group)
            {
                text.Append($"- {string.Join("\n  ", note.Trim().Split('\n'))}\n");
            }
        }

        return text.ToString();
    }

    private static string Kind(string file) => file.Split('-')[0];
}
