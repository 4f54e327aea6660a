using System.Text;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Configuration;

/// <summary>
/// Values for <c>{name}</c> in configured strings, such as <c>{port}</c>, <c>{slot}</c>, <c>{release}</c>. <c>{{</c> is a literal brace.
/// </summary>
public sealed class Placeholders(IReadOnlyDictionary<string, string> values)
{
    /// <summary>The same with one more.</summary>
    public Placeholders With(string name, string value) => new(new Dictionary<string, string>(values) { [name] = value });

    /// <summary>The text with every placeholder replaced.</summary>
    /// <exception cref="PipelineException">A placeholder has no value, or a brace is not closed.</exception>
    public string Expand(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '{')
            {
                result.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '{')
            {
                result.Append('{');
                i++;
            }
            else
            {
                var end = text.IndexOf('}', i);
                var name = end < 0 ? text[(i + 1)..] : text[(i + 1)..end];
                result.Append(Value(text, name, closed: end >= 0));
                i = end;
            }
        }

        return result.ToString();
    }

    /// <summary>What is wrong with the placeholders of a text, and what to do; null when each has a value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">Those that have a value.</param>
    public static (string What, string? Hint)? Problem(string text, IReadOnlyCollection<string> names)
    {
        for (var i = text.IndexOf('{', StringComparison.Ordinal); i >= 0; i = text.IndexOf('{', i))
        {
            var end = text.IndexOf('}', i);
            if (i + 1 < text.Length && text[i + 1] == '{')
            {
                end = i + 1;
            }
            else if (Problem(end < 0 ? text[(i + 1)..] : text[(i + 1)..end], closed: end >= 0, names) is { } problem)
            {
                return problem;
            }

            i = end + 1;
            if (i >= text.Length)
            {
                return null;
            }
        }

        return null;
    }

    private static (string What, string? Hint)? Problem(string name, bool closed, IReadOnlyCollection<string> names) =>
        closed && names.Contains(name)
            ? null
            : (closed ? $"{{{PrintableText.Of(name)}}} has no value here."
                : $"the brace before \"{PrintableText.Of(name)}\" is not closed.",
                NearestName.Hint($"{{{PrintableText.Of(name)}}}", names.Select(key => $"{{{key}}}")));

    private string Value(string text, string name, bool closed) =>
        Problem(name, closed, [.. values.Keys]) is { } problem
            ? throw PipelineException.BadInput(text, problem.What, problem.Hint)
            : values[name];
}
