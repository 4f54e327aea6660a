using System.Text.RegularExpressions;

namespace Pipelines.Databases.Sources;

/// <summary>The sections <c>-- migrate:up</c> and <c>-- migrate:down</c> of a file.</summary>
/// <param name="IsUp">Which of the two it is.</param>
/// <param name="Text">What follows.</param>
/// <param name="Line">The line at which the text begins.</param>
/// <param name="Separately">Whether it says <c>transaction:false</c>.</param>
internal sealed partial record SqlSections(bool IsUp, string Text, int Line, bool Separately)
{
    /// <summary>All sections in their order; empty if there is none.</summary>
    public static IReadOnlyList<SqlSections> Of(string file)
    {
        var marks = Mark().Matches(file);
        var sections = new List<SqlSections>(marks.Count);
        for (var i = 0; i < marks.Count; i++)
        {
            var (start, end) = (marks[i].Index + marks[i].Length, i + 1 < marks.Count ? marks[i + 1].Index : file.Length);
            sections.Add(new SqlSections(marks[i].Groups["way"].Value == "up", file[start..end],
                file.AsSpan(0, start).Count('\n') + 1, marks[i].Groups["option"].Value == "false"));
        }

        return sections;
    }

    [GeneratedRegex(@"^--[ \t]*migrate:(?<way>up|down)([ \t]+transaction:(?<option>true|false))?[ \t\r]*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();
}
