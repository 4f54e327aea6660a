using NodaTime;

namespace Pipelines.Calendars.Times;

/// <summary>
/// Time zones by the names that Ruby on Rails gives them (ActiveSupport::TimeZone), which GitLab accepts besides IANA names. Names that
/// have referred to different zones in different versions are omitted.
/// </summary>
internal static class RailsZones
{
    /// <summary>Names that equal the last part of the zone's id, grouped by what precedes it.</summary>
    private static readonly (string Region, string Names)[] Cities =
    [
        ("Europe",
            "Amsterdam,Athens,Belgrade,Berlin,Bratislava,Brussels,Bucharest,Budapest,Copenhagen,Dublin,"
            + "Helsinki,Istanbul,Lisbon,Ljubljana,London,Madrid,Minsk,Moscow,Paris,Prague,Riga,"
            + "Rome,Samara,Sarajevo,Skopje,Sofia,Stockholm,Tallinn,Vienna,Vilnius,Volgograd,Warsaw,Zagreb"),
        ("Asia",
            "Baghdad,Baku,Bangkok,Dhaka,Hong Kong,Irkutsk,Jakarta,Jerusalem,Kabul,Kamchatka,Karachi,Kathmandu,Kolkata,Krasnoyarsk,Kuala "
            + "Lumpur,Kuwait,Magadan,Muscat,Novosibirsk,Rangoon,Riyadh,Seoul,Singapore,"
            + "Srednekolymsk,Taipei,Tashkent,Tbilisi,Tehran,Tokyo,Vladivostok,Yakutsk,Yekaterinburg,Yerevan"),
        ("Africa", "Cairo,Casablanca,Harare,Monrovia,Nairobi"),
        ("America", "Bogota,Caracas,Chihuahua,La Paz,Lima,Mazatlan,Mexico City,Monterrey,Montevideo,Puerto Rico,Santiago,Tijuana"),
        ("Australia", "Adelaide,Brisbane,Darwin,Hobart,Melbourne,Perth,Sydney"),
        ("Pacific", "Auckland,Fiji,Guam,Port Moresby"),
    ];

    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["American Samoa"] = "Pacific/Pago_Pago",
        ["Hawaii"] = "Pacific/Honolulu",
        ["Alaska"] = "America/Juneau",
        ["Pacific Time (US & Canada)"] = "America/Los_Angeles",
        ["Mountain Time (US & Canada)"] = "America/Denver",
        ["Arizona"] = "America/Phoenix",
        ["Central Time (US & Canada)"] = "America/Chicago",
        ["Saskatchewan"] = "America/Regina",
        ["Guadalajara"] = "America/Mexico_City",
        ["Central America"] = "America/Guatemala",
        ["Eastern Time (US & Canada)"] = "America/New_York",
        ["Indiana (East)"] = "America/Indiana/Indianapolis",
        ["Quito"] = "America/Lima",
        ["Atlantic Time (Canada)"] = "America/Halifax",
        ["Newfoundland"] = "America/St_Johns",
        ["Brasilia"] = "America/Sao_Paulo",
        ["Buenos Aires"] = "America/Argentina/Buenos_Aires",
        ["Mid-Atlantic"] = "Atlantic/South_Georgia",
        ["Azores"] = "Atlantic/Azores",
        ["Cape Verde Is."] = "Atlantic/Cape_Verde",
        ["Edinburgh"] = "Europe/London",
        ["Kyiv"] = "Europe/Kiev",
        ["St. Petersburg"] = "Europe/Moscow",
        ["Pretoria"] = "Africa/Johannesburg",
        ["Abu Dhabi"] = "Asia/Muscat",
        ["Ekaterinburg"] = "Asia/Yekaterinburg",
        ["Islamabad"] = "Asia/Karachi",
        ["Chennai"] = "Asia/Kolkata",
        ["Mumbai"] = "Asia/Kolkata",
        ["New Delhi"] = "Asia/Kolkata",
        ["Sri Jayawardenepura"] = "Asia/Colombo",
        ["Hanoi"] = "Asia/Bangkok",
        ["Beijing"] = "Asia/Shanghai",
        ["Chongqing"] = "Asia/Shanghai",
        ["Osaka"] = "Asia/Tokyo",
        ["Sapporo"] = "Asia/Tokyo",
        ["Canberra"] = "Australia/Sydney",
        ["New Caledonia"] = "Pacific/Noumea",
        ["Solomon Is."] = "Pacific/Guadalcanal",
        ["Marshall Is."] = "Pacific/Majuro",
        ["Wellington"] = "Pacific/Auckland",
        ["Chatham Is."] = "Pacific/Chatham",
        ["Nuku'alofa"] = "Pacific/Tongatapu",
        ["Tokelau Is."] = "Pacific/Fakaofo",
    };

    /// <summary>All known names besides IANA ids.</summary>
    public static IEnumerable<string> Names => Others.Keys.Concat(Cities.SelectMany(each => each.Names.Split(',')));

    /// <summary>The zone for an id or a name; null if there is no unambiguous one.</summary>
    public static DateTimeZone? Find(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(
        Others.GetValueOrDefault(name) ?? Cities.Where(each => each.Names.Split(',').Contains(name))
            .Select(each => $"{each.Region}/{name.Replace(' ', '_')}").FirstOrDefault(name));
}
