namespace Pipelines.Configuration;

/// <summary>Files on this machine.</summary>
public sealed class WorkingTreeFiles : IProjectFiles
{
    public string Place => "";

    public string Read(string path, int most)
    {
        using var stream = BoundedFile.Open(path);
        return Text(stream, most);
    }

    /// <summary>The text of a stream, with one character more than the maximum if it is longer.</summary>
    public static string Text(Stream stream, int most)
    {
        using var reader = new StreamReader(stream);
        var text = new char[most + 1];
        return new string(text, 0, reader.ReadBlock(text));
    }
}
