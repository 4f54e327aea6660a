using NodaTime;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Times;

/// <summary>Names of time zones as written by calendar programs, which are not always IANA ids.</summary>
internal static class ZoneNames
{
    private const string MicrosoftUtc = "tzone://Microsoft/Utc";

    /// <summary>Names that Outlook and Exchange give to custom rules: they do not say which zone was meant.</summary>
    private static readonly string[] Nameless = ["Customized Time Zone", "tzone://Microsoft/Custom"];

    /// <summary>The IANA id for a TZID, or the TZID itself if it is one; null if it is ambiguous.</summary>
    public static string? Find(string name) => DateTimeZoneProviders.Tzdb.Ids.Contains(name) ? name
        : name == MicrosoftUtc ? DateTimeZone.Utc.Id
        : name.StartsWith('/') ? EndOf(name)
        : WindowsZones.Find(name);

    /// <summary>What is wrong with a name that refers to no zone, and how to write it.</summary>
    public static string Problem(string name) => Nameless.Any(known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase))
        ? $"\"{PrintableText.Of(name)}\" is Exchange's name for rules without a time zone, so the zone is ambiguous. Replace that name "
        + "in the file with an IANA time zone, such as TZID=Europe/Berlin."
        : name.StartsWith("(UTC", StringComparison.Ordinal) || name.StartsWith("(GMT", StringComparison.Ordinal)
            ? $"\"{PrintableText.Of(name)}\" is not a known or unambiguous time zone. Replace that name in the file with an IANA time "
            + "zone, such as TZID=Europe/Berlin."
            : "";

    /// <summary>A name with a registry prefix (RFC 5545, 3.8.3.1), such as <c>/citadel.org/20210210_1/Europe/Berlin</c>.</summary>
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
