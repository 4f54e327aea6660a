using System.Globalization;

namespace Pipelines.Hosts.Waves;

/// <summary>A part of the hosts of an environment: a number of them, or a percentage.</summary>
/// <param name="Number">At least 0; at most 100 when it is a percentage.</param>
/// <param name="IsPercent">Whether it is a percentage.</param>
public readonly record struct Share(int Number, bool IsPercent)
{
    public const string Expected = "a number of hosts, or a percentage of them such as 25%";

    private const int Whole = 100;

    /// <summary>How many of so many hosts that is, rounded down: never more are put at risk than was written.</summary>
    public int Of(int hosts) => IsPercent ? (int)((long)hosts * Number / Whole) : Number;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}{(IsPercent ? "%" : "")}");

    /// <summary>Reads <c>3</c> or <c>25%</c>.</summary>
    public static bool TryParse(string text, out Share share)
    {
        var isPercent = text.EndsWith('%');
        var sound = int.TryParse(isPercent ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (!isPercent || number <= Whole);
        share = new Share(number, isPercent);
        return sound;
    }
}
