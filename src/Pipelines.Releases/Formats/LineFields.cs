using System.Buffers.Text;
using System.Text;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Formats;

/// <summary>The fields of a line, one after another; a tab stands between two.</summary>
/// <exception cref="InvalidDataException">A field is not what is asked for, with the reason.</exception>
internal ref struct LineFields(ReadOnlySpan<byte> line)
{
    private const int MostDigits = 18; // what is longer may not fit the type

    private ReadOnlySpan<byte> _rest = line;
    private bool _isAtEnd;

    /// <summary>The bytes of the next one.</summary>
    public ReadOnlySpan<byte> Next()
    {
        Require(!_isAtEnd, "a line lacks a field");
        var tab = _rest.IndexOf((byte)'\t');
        _isAtEnd = tab < 0;
        var field = _isAtEnd ? _rest : _rest[..tab];
        _rest = _isAtEnd ? [] : _rest[(tab + 1)..];
        return field;
    }

    public string Text() => Encoding.UTF8.GetString(Next());

    public long Number(long most)
    {
        var field = Next();
        long number = 0;
        Require(
            field.Length is > 0 and <= MostDigits && !field.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(field, out number, out _) && number <= most,
            "a line has a number that cannot be");
        return number;
    }

    public Sha256Digest Digest()
    {
        Require(Sha256Digest.TryParse(Next(), out var digest), "a line has no SHA-256 of 64 lower-case hex digits where one should be");
        return digest;
    }

    /// <summary>Nothing follows.</summary>
    public readonly void End() => Require(_isAtEnd, "a line has a field too many");

    private static void Require(bool right, string what)
    {
        if (!right)
        {
            throw new InvalidDataException(what);
        }
    }
}
