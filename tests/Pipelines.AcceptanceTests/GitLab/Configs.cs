namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>Configuration files; STORE and LIVE stand for directories of the project.</summary>
internal static class Configs
{
    public const string StaticFiles = """
        app: backend
        store: file:STORE
        environments:
          production:
            hosts: ["local:"]
            deploy: { root: LIVE }
        """;

    /// <summary>With office hours.</summary>
    /// <summary>Its one window is over.</summary>
    public static string Closed { get; } =
        OfficeHours.Replace("\"mon-thu 09:00-18:00\"", "{ from: 2020-01-06T09:00, until: 2020-01-06T18:00 }", StringComparison.Ordinal);

    public const string OfficeHours = """
        app: backend
        store: file:STORE
        calendars:
          office: { zone: Europe/Berlin, open: ["mon-thu 09:00-18:00"] }
        environments:
          production:
            calendar: office
            hosts: ["local:"]
            deploy: { root: LIVE }
        """;
}
