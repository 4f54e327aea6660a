namespace Pipelines.AcceptanceTests.Setup;

/// <summary>Configuration files for the test service.</summary>
internal static class Configs
{
    /// <summary>One slot.</summary>
    /// <param name="deploy">One more line of the section deploy.</param>
    /// <param name="within">Deadline of the health check.</param>
    /// <param name="environment">One more line of the environment.</param>
    /// <param name="top">One more line of the file.</param>
    public static Func<Site, string> Restart(string deploy = "", string within = "10s", string environment = "", string top = "") =>
        site => $$"""
        app: tiny
        {{top}}
        environments:
          production:
            hosts: ["local:"]
            {{environment}}
            deploy:
              root: live
              service: { process: "perl serve.pl {port}", grace: 2s }
              port: {{site.Port}}
              {{deploy}}
            health:
              - http: http://127.0.0.1:{port}/health
                expect: { version: "{release}" }
                every: 50ms
                within: {{within}}
                successes: 2
        """;

    /// <summary>Two slots.</summary>
    /// <param name="traffic">The line that says how traffic moves.</param>
    /// <param name="deploy">One more line of the section deploy.</param>
    /// <param name="strategy">Another strategy with two slots.</param>
    public static Func<Site, string> BlueGreen(Func<Site, string> traffic, string deploy = "", string strategy = "blue-green") => site =>
        $$"""
        app: tiny
        environments:
          production:
            hosts: ["local:"]
            deploy:
              root: live
              strategy: {{strategy}}
              service: { process: "perl serve.pl {port}", grace: 2s }
              ports: { blue: {{site.Blue}}, green: {{site.Green}} }
              {{traffic(site)}}
              {{deploy}}
            health:
              - http: http://127.0.0.1:{port}/health
                expect: { version: "{release}" }
                every: 50ms
                within: 10s
                successes: 2
        """;

    /// <summary>The link <c>live-port</c> points to the port that is served.</summary>
    public static string LinkToPort(Site site) => $$"""traffic: { symlink: { path: "{{site["live-port"]}}", to: "{port}" } }""";
}
