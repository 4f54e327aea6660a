using System.Runtime.CompilerServices;

namespace Pipelines.Databases.Splitting;

/// <summary>Classes of characters; -1 is the end of the text and in none of them.</summary>
internal static class SqlCharacters
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSpace(int character) => character is ' ' or '\t' or '\n' or '\r' or '\f';

    public static bool IsDigit(int character) => character is >= '0' and <= '9';

    public static bool StartsWord(int character) => (character | 0x20) is >= 'a' and <= 'z' || character is '_' or >= 0x80;

    public static bool ContinuesTag(int character) => StartsWord(character) || IsDigit(character);

    public static bool ContinuesWord(int character) => ContinuesTag(character) || character == '$';
}
