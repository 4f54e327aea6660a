using System.Globalization;

namespace Pipelines.Statistics;

/// <summary>A part of a whole that is not empty.</summary>
/// <param name="Part">The part.</param>
/// <param name="Whole">The whole, at least 1.</param>
internal readonly record struct Share(int Part, int Whole)
{
    private const int BarWidth = 20;

    /// <summary>From 0 to 100.</summary>
    public double Percent => 100.0 * Part / Whole;

    /// <summary>A line of blocks.</summary>
    public string Bar
    {
        get
        {
            var full = (int)Math.Round(BarWidth * Percent / 100, MidpointRounding.AwayFromZero);
            return new string('█', full) + new string('░', BarWidth - full);
        }
    }

    /// <summary>Null for an empty whole: nothing is known of it.</summary>
    public static Share? Of(int part, int whole) => whole == 0 ? null : new Share(part, whole);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Percent:0.#} %");
}
