using System.Runtime.ExceptionServices;
using System.Text;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Processes;

/// <summary>Merges standard output and standard error line by line, keeping lines whole.</summary>
/// <param name="onLine">Called with each line, never concurrently; null to only collect.</param>
/// <param name="redaction">Masks values; null for nothing.</param>
internal sealed class MergedOutput(Action<string>? onLine, Redaction? redaction = null)
{
    /// <summary>Number of characters kept in total; longer lines are passed on in pieces of this size.</summary>
    public const int Capacity = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly TextTail _tail = new(Capacity);
    private StringBuilder? _unfinished;
    private ExceptionDispatchInfo? _failure;
    private bool _closed;

    /// <summary>Reads one of the two streams to its end. Invalid UTF-8 becomes U+FFFD.</summary>
    public async Task ReadAsync(Stream stream)
    {
        using var reader =
            new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false);
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

    /// <summary>The output so far; later output is dropped. Rethrows an exception from <c>onLine</c>.</summary>
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
            Add(line, ended: false, kept: redaction?.Longest ?? 0);
        }
    }

    /// <param name="line">The line so far.</param>
    /// <param name="ended">Whether that is all of it.</param>
    /// <param name="kept">How many of its last characters stay in it: they may be the first ones of a masked value.</param>
    private void Add(StringBuilder line, bool ended, int kept = 0)
    {
        var clean = redaction?.Apply(line.ToString()) ?? line.ToString();
        var text = clean[..Math.Max(0, clean.Length - kept)];
        line.Clear().Append(clean.AsSpan(text.Length));
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
#pragma warning disable CA1031 // rethrown by Close: the pipe must be drained in the meantime, or the program blocks when it is full
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
