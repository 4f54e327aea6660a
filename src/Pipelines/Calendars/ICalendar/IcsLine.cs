using System.Text;
using System.Text.RegularExpressions;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Calendars.ICalendar;

/// <summary>One content line of an iCalendar file, unfolded: <c>NAME;PARAM=value:value</c> (RFC 5545, 3.1).</summary>
/// <param name="Position">Position of its first line.</param>
/// <param name="Name">In upper case.</param>
/// <param name="Parameters">Names in upper case, values without quotes.</param>
/// <param name="Value">As written.</param>
internal sealed partial record IcsLine(SourcePosition Position, string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    /// <summary>The value with its escapes resolved (3.3.11).</summary>
    public string Text => Escape().Replace(Value, match => match.Value is "\\n" or "\\N" ? "\n" : match.Value[1..]);

    /// <exception cref="PipelineException">A line is not a content line, or there are none.</exception>
    public static List<IcsLine> Read(string text, string fileName)
    {
        var lines = new List<IcsLine>();
        foreach (var (number, content) in Unfold(text.TrimStart('\uFEFF')))
        {
            lines.Add(Parse(new SourcePosition(fileName, number, 1), content));
        }

        return lines.Count > 0 ? lines : throw PipelineException.BadInput(fileName, "the file is empty. Expected BEGIN:VCALENDAR.");
    }

    public PipelineException Fault(string what, string? hint = null) => new([new Problem(null, what, hint, Position)]);

    private static IEnumerable<(int Number, string Content)> Unfold(string text)
    {
        var (first, content) = (0, new StringBuilder());
        foreach (var (number, line) in text.Split('\n').Index())
        {
            var bare = line.TrimEnd('\r');
            if (bare is [' ' or '\t', ..] && content.Length > 0)
            {
                content.Append(bare, 1, bare.Length - 1);
                continue;
            }

            if (content.Length > 0)
            {
                yield return (first, content.ToString());
            }

            first = number + 1;
            content.Clear().Append(bare);
        }

        if (content.Length > 0)
        {
            yield return (first, content.ToString());
        }
    }

    private static IcsLine Parse(SourcePosition position, string content)
    {
        var match = Shape().Match(content);
        var line =
            new IcsLine(position, match.Groups["name"].Value.ToUpperInvariant(), new Dictionary<string, string>(),
                match.Groups["value"].Value);
        if (!match.Success)
        {
            throw line.Fault($"\"{PrintableText.Of(content)}\" is not a line of an iCalendar file. Expected NAME:value.");
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in match.Groups["key"].Captures.Zip(match.Groups["argument"].Captures))
        {
            if (!parameters.TryAdd(key.Value.ToUpperInvariant(), value.Value.Trim('"')))
            {
                throw line.Fault($"{key.Value} occurs twice.");
            }
        }

        return line with { Parameters = parameters };
    }

    [GeneratedRegex("^(?<name>[A-Za-z0-9-]+)(?>(;(?<key>[A-Za-z0-9-]+)=(?<argument>(?>(\"[^\"]*\"|[^\";:]+)*)))*):(?<value>.*)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    [GeneratedRegex(@"\\[nN\\;,]", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
