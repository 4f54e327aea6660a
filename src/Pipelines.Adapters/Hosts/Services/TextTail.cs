namespace Pipelines.Adapters.Hosts.Services;

/// <summary>The end of a text file.</summary>
internal static class TextTail
{
    private const int MostBytes = 16 * 1024;

    /// <summary>The last lines, at most 16 KiB; empty when there is no file.</summary>
    public static string Of(string path, int lines)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        using var file = File.OpenRead(path);
        file.Seek(-Math.Min(file.Length, MostBytes), SeekOrigin.End);
        using var reader = new StreamReader(file);
        return string.Join('\n', reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(lines));
    }
}
