using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.History.Events;

namespace Pipelines.AcceptanceTests.Examples;

/// <summary>A real service of thousands of files, from one released version to the next and back.</summary>
[Trait("needs", "node")]
[Trait("needs", "npm")]
public sealed class VerdaccioTests
{
    [Fact]
    public async Task UpgradesAndRollsBackAndKeepsItsData()
    {
        using var site = new Site(site => File.ReadAllText(SourceTree.At("examples/verdaccio/.pipelines.yml"))
            .Replace("port: 5181", $"port: {site.Port}", StringComparison.Ordinal));

        (await site.DeployAsync(await VerdaccioBuild.OfAsync("v1"))).Ends(0).Says("serves Verdaccio 6.2.4");
        await PublishAsync(site.Port, "our-package");

        (await site.DeployAsync(await VerdaccioBuild.OfAsync("v2"))).Ends(0).Says("serves Verdaccio 6.5.0");
        await HoldsAsync(site.Port, "our-package");
        (await site.RunAsync("health-check")).Ends(0);

        (await site.RunAsync("rollback")).Ends(0).Says("serves Verdaccio 6.2.4");
        await HoldsAsync(site.Port, "our-package");

        var packaged = (await site.FoldAsync("verdaccio")).Deployments.Select(deployment => deployment.Find<DeploymentEvent.Packaged>()!)
            .ToList();
        Assert.InRange(packaged[0].Files, 5000, 20000);
        Assert.InRange(packaged[1].SentBytes, 1, packaged[0].SentBytes / 2);
        Assert.Equal(0, packaged[2].SentBytes);
    }

    /// <summary>What npm adduser and npm publish send.</summary>
    private static async Task PublishAsync(int port, string name)
    {
        using var http = new HttpClient();
        var user =
            await PutAsync(http, port, "-/user/org.couchdb.user:ada", new JsonObject { ["name"] = "ada", ["password"] = "countess-1815" });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user["token"]!.GetValue<string>());
        await PutAsync(http, port, name, new JsonObject
        {
            ["_id"] = name,
            ["name"] = name,
            ["dist-tags"] = new JsonObject { ["latest"] = "1.0.0" },
            ["versions"] = new JsonObject
            {
                ["1.0.0"] = new JsonObject
                {
                    ["name"] = name,
                    ["version"] = "1.0.0",
                    ["dist"] = new JsonObject { ["tarball"] = $"http://127.0.0.1:{port}/{name}/-/{name}-1.0.0.tgz" },
                },
            },
            ["_attachments"] = new JsonObject
            {
                [$"{name}-1.0.0.tgz"] =
                    new JsonObject { ["content_type"] = "application/octet-stream", ["data"] = "aGVsbG8=", ["length"] = 5 },
            },
        });
    }

    private static async Task HoldsAsync(int port, string name) =>
        Assert.Contains("1.0.0", await Web.GetAsync(port, $"/{name}"), StringComparison.Ordinal);

    private static async Task<JsonNode> PutAsync(HttpClient http, int port, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await http.PutAsync(new Uri($"http://127.0.0.1:{port}/{path}"), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"PUT {path}: {answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
