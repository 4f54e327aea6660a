using NodaTime;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Times;

/// <summary>Names of time zones as calendar programs write them, which are not always ids of IANA.</summary>
internal static class ZoneNames
{
    private const string MicrosoftUtc = "tzone://Microsoft/Utc";

    /// <summary>Names that Outlook and Exchange give to rules of their own making: which zone was meant is not in them.</summary>
    private static readonly string[] Nameless = ["Customized Time Zone", "tzone://Microsoft/Custom"];

    /// <summary>The IANA id that a TZID means, itself when it is one; null when that is not certain.</summary>
    public static string? Find(string name) => DateTimeZoneProviders.Tzdb.Ids.Contains(name) ? name
        : name == MicrosoftUtc ? DateTimeZone.Utc.Id
        : name.StartsWith('/') ? EndOf(name)
        : WindowsZones.Find(name);

    /// <summary>What is wrong with a name that means none here, and how to write it.</summary>
    public static string Problem(string name) => Nameless.Any(known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase))
        ? $"\"{PrintableText.Of(name)}\" is Exchange's name for rules that have none. Which zone is meant is not certain. Replace that name in the file by an IANA time zone, such as TZID=Europe/Berlin."
        : name.StartsWith("(UTC", StringComparison.Ordinal) || name.StartsWith("(GMT", StringComparison.Ordinal)
            ? $"\"{PrintableText.Of(name)}\" is not a time zone that is known for certain. Replace that name in the file by an IANA time zone, such as TZID=Europe/Berlin."
            : "";

    /// <summary>A name with its registry before it (RFC 5545, 3.8.3.1), such as <c>/citadel.org/20210210_1/Europe/Berlin</c>.</summary>
    private static string? EndOf(string name)
    {
        for (var slash = name.IndexOf('/', 1); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            if (DateTimeZoneProviders.Tzdb.Ids.Contains(name[(slash + 1)..]))
            {
                return name[(slash + 1)..];
            }
        }

        return null;
    }
}
