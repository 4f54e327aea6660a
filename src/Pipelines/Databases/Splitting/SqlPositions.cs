using Pipelines.Errors;

namespace Pipelines.Databases.Splitting;

/// <summary>Lines and columns of indexes in a buffer, counted as it is read.</summary>
internal sealed class SqlPositions(string file, int line)
{
    private int _line = line;
    private int _column = 1;

    /// <summary>The index at which the counted part ends.</summary>
    public int Index { get; set; }

    /// <summary>Goes over characters that have no place, such as a byte order mark.</summary>
    public void Skip(int count) => Index += count;

    /// <summary>Counts up to an index that is not before the last one.</summary>
    public void MoveTo(SqlBuffer text, int index)
    {
        (_line, _column) = Place(text, index);
        Index = index;
    }

    public SourcePosition Of(SqlBuffer text, int index)
    {
        var (at, column) = Place(text, index);
        return new SourcePosition(file, at, column);
    }

    private (int Line, int Column) Place(SqlBuffer text, int index)
    {
        var passed = text.Slice(Index, index);
        var breaks = passed.Count('\n');
        return breaks == 0 ? (_line, _column + passed.Length) : (_line + breaks, passed.Length - passed.LastIndexOf('\n'));
    }
}
