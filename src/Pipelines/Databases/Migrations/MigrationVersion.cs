using System.Diagnostics.CodeAnalysis;

namespace Pipelines.Databases.Migrations;

/// <summary>
/// A version such as <c>003</c>, <c>1.2</c> or a timestamp: numbers that are compared one by one. <c>1</c> and <c>001</c> are the same.
/// </summary>
public sealed class MigrationVersion : IComparable<MigrationVersion>, IEquatable<MigrationVersion>
{
    private readonly string[] _numbers;

    private MigrationVersion(string text) =>
        (Text, _numbers) = (text, [.. text.Split('.', '_').Select(number => number.TrimStart('0') is { Length: > 0 } left ? left : "0")]);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The same for all ways to write it.</summary>
    public string Key => string.Join('.', _numbers);

    public static bool TryParse(string text, [NotNullWhen(true)] out MigrationVersion? version)
    {
        var sound = text.Length is > 0 and <= 100
            && text.Split('.', '_').All(number => number.Length > 0 && number.All(char.IsAsciiDigit));
        version = sound ? new MigrationVersion(text) : null;
        return sound;
    }

    public int CompareTo(MigrationVersion? other)
    {
        for (var i = 0; i < Math.Max(_numbers.Length, other?._numbers.Length ?? 0); i++)
        {
            var (mine, others) = (_numbers.ElementAtOrDefault(i) ?? "0", other?._numbers.ElementAtOrDefault(i) ?? "0");
            var order = mine.Length != others.Length ? mine.Length.CompareTo(others.Length) : string.CompareOrdinal(mine, others);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    public static bool operator ==(MigrationVersion? left, MigrationVersion? right) => Equals(left, right);

    public static bool operator !=(MigrationVersion? left, MigrationVersion? right) => !Equals(left, right);

    public static bool operator <(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) < 0;

    public static bool operator <=(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) > 0;

    public static bool operator >=(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) >= 0;

    public bool Equals(MigrationVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as MigrationVersion);

    public override int GetHashCode() => _numbers[0].GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
