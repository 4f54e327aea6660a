using System.Buffers.Text;
using System.Text;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Formats;

/// <summary>The fields of a line, separated by tabs.</summary>
/// <exception cref="InvalidDataException">A field is not what is expected, with the reason.</exception>
internal ref struct LineFields(ReadOnlySpan<byte> line)
{
    private const int MostDigits = 18; // anything longer may not fit the type

    private ReadOnlySpan<byte> _rest = line;
    private bool _isAtEnd;

    /// <summary>The bytes of the next field.</summary>
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
            field.Length is > 0 and <= MostDigits && !field.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                && Utf8Parser.TryParse(field, out number, out _) && number <= most,
            "a line has an invalid number");
        return number;
    }

    public Sha256Digest Digest()
    {
        Require(Sha256Digest.TryParse(Next(), out var digest), "a line lacks a SHA-256 of 64 lower-case hex digits");
        return digest;
    }

    /// <summary>Nothing follows.</summary>
    public readonly void End() => Require(_isAtEnd, "a line has too many fields");

    private static void Require(bool right, string what)
    {
        if (!right)
        {
            throw new InvalidDataException(what);
        }
    }
}
