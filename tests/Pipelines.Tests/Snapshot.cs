using System.Runtime.CompilerServices;

namespace Pipelines.Tests;

/// <summary>
/// Compares a text with <c>CLASS.NAME.verified.txt</c> beside the test that calls. With PIPELINES_UPDATE=1 the file is written instead;
/// read the difference before you commit it.
/// </summary>
internal static class Snapshot
{
    public static void Match(string text, string name, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(source)!, $"{Path.GetFileNameWithoutExtension(source)}.{name}.verified.txt");
        var actual = Visible(text);
        if (Environment.GetEnvironmentVariable("PIPELINES_UPDATE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"There is no snapshot {path}. PIPELINES_UPDATE=1 writes it:\n{actual}");
        var expected = File.ReadAllText(path);
        Assert.True(expected == actual, Difference(path, expected.Split('\n'), actual.Split('\n')));
    }

    /// <summary>Characters that an editor would hide or change.</summary>
    private static string Visible(string text) =>
        text.Replace("\e", "␛", StringComparison.Ordinal).Replace("\r", "␍", StringComparison.Ordinal);

    private static string Difference(string path, string[] expected, string[] actual)
    {
        var head = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        var most = Math.Min(expected.Length, actual.Length) - head;
        var tail = expected.Reverse().Zip(actual.Reverse()).Take(most).TakeWhile(pair => pair.First == pair.Second).Count();
        return string.Join('\n', (IEnumerable<string>)
        [
            $"{path}:{head + 1} (PIPELINES_UPDATE=1 accepts what is there now)",
            .. expected[Math.Max(0, head - 3)..head].Select(line => $"  {line}"),
            .. expected[head..^tail].Select(line => $"- {line}"),
            .. actual[head..^tail].Select(line => $"+ {line}"),
            .. expected[^tail..].Take(3).Select(line => $"  {line}"),
        ]);
    }
}
