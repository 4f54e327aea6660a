using System.Runtime.ExceptionServices;
using System.Text;

namespace Pipelines.Adapters.Processes;

/// <summary>Merges standard output and standard error line by line, each line whole.</summary>
/// <param name="onLine">Called with each line, never twice at the same time; null to only collect.</param>
internal sealed class MergedOutput(Action<string>? onLine)
{
    /// <summary>Characters kept of the whole; a line is handed on in pieces no longer than this.</summary>
    public const int Capacity = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly TextTail _tail = new(Capacity);
    private StringBuilder? _unfinished;
    private ExceptionDispatchInfo? _failure;
    private bool _closed;

    /// <summary>Reads one of the two streams to its end. Bytes that are not UTF-8 become U+FFFD.</summary>
    public async Task ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false);
        var buffer = new char[8 * 1024];
        var line = new StringBuilder();
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
        {
            Split(buffer.AsSpan(0, read), line);
        }

        if (line.Length > 0)
        {
            Add(line, ended: false);
        }
    }

    /// <summary>What came so far; what comes later is dropped. Throws what <c>onLine</c> has thrown.</summary>
    public string Close()
    {
        lock (_gate)
        {
            _closed = true;
            _failure?.Throw();
            return _tail.ToString();
        }
    }

    private void Split(ReadOnlySpan<char> text, StringBuilder line)
    {
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n'))
        {
            line.Append(text[..end]);
            Add(line, ended: true);
            text = text[(end + 1)..];
        }

        line.Append(text);
        if (line.Length >= Capacity)
        {
            Add(line, ended: false);
        }
    }

    private void Add(StringBuilder line, bool ended)
    {
        var text = line.ToString();
        line.Clear();
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (_unfinished is not null && _unfinished != line)
            {
                _tail.Append("\n");
            }

            _unfinished = ended ? null : line;
            _tail.Append(text);
            _tail.Append(ended ? "\n" : "");
            Tell(text.TrimEnd('\r'));
        }
    }

    private void Tell(string line)
    {
        try
        {
            if (_failure is null)
            {
                onLine?.Invoke(line);
            }
        }
#pragma warning disable CA1031 // thrown again by Close: the pipe must be read on meanwhile, or the program stops at a full one
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
