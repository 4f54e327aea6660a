using System.Buffers;
using System.Runtime.CompilerServices;

namespace Pipelines.Databases.Splitting;

/// <summary>
/// Characters of a text that is read as it is needed. Between two calls of <see cref="Forget"/> indexes stay valid, so that only the
/// statement at hand is in memory.
/// </summary>
internal sealed class SqlBuffer(TextReader source)
{
    private const int Chunk = 64 * 1024;

    private char[] _text = new char[Chunk];
    private int _length;
    private bool _ended;

    /// <summary>Where the lexer stands.</summary>
    public int At { get; set; }

    /// <summary>The character at an index; -1 behind the end of the text.</summary>
    public int this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => index < _length ? _text[index] : Later(index);
    }

    /// <summary>What was read so far from an index on.</summary>
    public ReadOnlySpan<char> Read(int from) => _text.AsSpan(from, _length - from);

    public ReadOnlySpan<char> Slice(int from, int to) => _text.AsSpan(from, to - from);

    /// <summary>The first of these characters at or after an index; the end of the text if there is none.</summary>
    public int Find(int from, SearchValues<char> characters)
    {
        from = this[from] < 0 ? _length : from;
        while (true)
        {
            var found = Read(from).IndexOfAny(characters);
            if (found >= 0)
            {
                return from + found;
            }

            from = _length;
            if (!Fill())
            {
                return from;
            }
        }
    }

    /// <summary>The first occurrence of a character at or after an index; the end of the text if there is none.</summary>
    public int Find(int from, char character)
    {
        from = this[from] < 0 ? _length : from;
        while (true)
        {
            var found = Read(from).IndexOf(character);
            if (found >= 0)
            {
                return from + found;
            }

            from = _length;
            if (!Fill())
            {
                return from;
            }
        }
    }

    /// <summary>Drops everything before <see cref="At"/>. Indexes from before are no longer valid.</summary>
    public void Forget()
    {
        if (At > Chunk / 2)
        {
            Read(At).CopyTo(_text);
            _length -= At;
            At = 0;
        }
    }

    private int Later(int index)
    {
        while (index >= _length)
        {
            if (!Fill())
            {
                return -1;
            }
        }

        return _text[index];
    }

    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_text.Length - _length < Chunk / 4)
        {
            Array.Resize(ref _text, _text.Length * 2);
        }

        var read = source.Read(_text, _length, _text.Length - _length);
        _ended = read == 0;
        _length += read;
        return !_ended;
    }
}
