using System.Globalization;

namespace Pipelines.Reporting;

/// <summary>Human-readable byte sizes.</summary>
public static class ByteText
{
    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>For example <c>512 B</c>, <c>1.5 KiB</c> or <c>20 GiB</c>.</summary>
    public static string ForPeople(this long bytes)
    {
        var (amount, unit) = ((double)bytes, "B");
        for (var i = 0; i < Units.Length && amount >= 1023.5; i++)
        {
            (amount, unit) = (amount / 1024, Units[i]);
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"{(unit == "B" || amount >= 9.95 ? Math.Round(amount) : Math.Round(amount, 1))} {unit}");
    }
}
