using System.Text;
using Pipelines.Errors;

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

    private string Value(string text, string name, bool closed) =>
        closed && values.TryGetValue(name, out var value)
            ? value
            : throw PipelineException.BadInput(
                text,
                closed ? $"{{{name}}} has no value here." : $"the brace before \"{name}\" is not closed.",
                NearestName.Hint($"{{{name}}}", values.Keys.Select(key => $"{{{key}}}")));
}
