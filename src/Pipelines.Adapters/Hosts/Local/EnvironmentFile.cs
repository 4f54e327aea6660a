using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>Variables in the format of systemd's EnvironmentFile: one <c>NAME="value"</c> each, with backslashes before <c>" \ $
/// `</c>.</summary>
internal static class EnvironmentFile
{
    private const string Escaped = "\"\\$`";

    public static void Write(string path, IReadOnlyDictionary<string, string> variables)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            text.Append(name).Append("=\"");
            foreach (var c in value)
            {
                text.Append(Escaped.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}");
            }

            text.Append("\"\n");
        }

        AtomicFiles.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Reads what <see cref="Write"/> wrote; nothing when there is no file.</summary>
    /// <exception cref="PipelineException">It is damaged.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            return Parse(File.Exists(path) ? File.ReadAllText(path) : "");
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            throw new PipelineException($"{path} is damaged: it is no list of NAME=\"value\".", "Deploy again: that writes it anew.",
                inner: e);
        }
    }

    private static Dictionary<string, string> Parse(string text)
    {
        var variables = new Dictionary<string, string>();
        for (var i = 0; i < text.Length;)
        {
            var equals = text.IndexOf('=', i);
            var name = text[i..equals];
            var value = new StringBuilder();
            for (i = equals + 2; text[i] != '"'; i++)
            {
                i += text[i] == '\\' ? 1 : 0;
                value.Append(text[i]);
            }

            variables[name] = value.ToString();
            i += 2;
        }

        return variables;
    }
}
