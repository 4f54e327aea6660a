using System.Globalization;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Faults;

/// <summary>The kind: what the environment says about proxies holds for the program as it is shipped, through a real proxy.</summary>
[Trait("needs", "nginx")]
public sealed class ProxyTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("10.0.0.0/8, example.org", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.0/8", false)]
    [InlineData("10.0.0.0/8,::1/128,127.99.0.0/8", false)]
    public async Task AReceiverIsReachedThroughItUnlessNoProxyNamesItsNetwork(string noProxy, bool isThroughProxy)
    {
        await using var hook = LoopbackServer.Http(_ => LoopbackServer.Reply(200));
        using var site = new Site(Configs.Restart(environment: "notify: [{ webhook: env:HOOK_URL }]"));
        var port = Ports.Free();
        using var proxy = await StartAsync(site, port);
        site.Variables =
            [("HOOK_URL", $"{hook.Url}/hook"), ("http_proxy", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
                ("no_proxy", noProxy)];

        (await site.RunAsync("notify", "--on", "failed", "--explanation", "the nightly job failed")).Ends(0).Says("told webhook");

        Assert.Equal(isThroughProxy ? "nginx" : null, Assert.Single(hook.Requests).Header("Via"));
    }

    private static async Task<Command> StartAsync(Site site, int port)
    {
        await File.WriteAllTextAsync(site["proxy.conf"], string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off;
            user root;
            pid proxy.pid;
            error_log proxy.log;
            events {}
            http {
              access_log off;
              client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
              server {
                listen 127.0.0.1:{{port}};
                location / { proxy_pass http://$http_host$request_uri; proxy_set_header Via nginx; }
              }
            }

            """));
        var process = Command.Start(["nginx", "-p", site.Path, "-c", site["proxy.conf"]]);
        await Eventually.TrueAsync(() => Web.Answers(port) || process.HasEnded, "the proxy");
        return process.HasEnded ? throw new InvalidOperationException((await process.EndAsync()).All) : process;
    }
}
