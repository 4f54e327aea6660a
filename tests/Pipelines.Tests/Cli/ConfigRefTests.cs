using System.Text;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The whole program takes its rules from a branch of the platform. Nothing is checked out.</summary>
public sealed class ConfigRefTests : PlatformTests
{
    private const string Commit = "cccccccccccccccccccccccccccccccccccccccc";
    private const string TagObject = "dddddddddddddddddddddddddddddddddddddddd";

    /// <summary>Christmas is closed by a calendar file that lies beside the configuration.</summary>
    private const string Rules = """
        app: a
        calendars: { office: { zone: Europe/Berlin, holidays: [../days/de.ics] } }
        environments: { production: { calendar: office, hosts: ["local:"] } }
        """;

    private const string Days =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Christmas\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    [Theory]
    [InlineData("github", "main", "2026-12-25T09:00:00Z", 3)]
    [InlineData("github", "main", "2026-12-28T09:00:00Z", 0)]
    [InlineData("github", "tags/v1", "2026-12-25T09:00:00Z", 3)]
    [InlineData("github", "tags/signed", "2026-12-25T09:00:00Z", 3)]
    [InlineData("gitlab", "main", "2026-12-25T09:00:00Z", 3)]
    [InlineData("gitlab", "main", "2026-12-28T09:00:00Z", 0)]
    [InlineData("gitlab", "tags/v1", "2026-12-25T09:00:00Z", 3)]
    public async Task RulesAndTheFilesThatTheyNameAreThoseOfTheBranchOrTag(string platform, string reference, string now, int status)
    {
        Serve(platform, File(Rules), File(Days));

        Assert.Equal(status, await GateAsync(platform, reference, "--now", now));

        var name = reference.StartsWith("tags/", StringComparison.Ordinal) ? $"tag {reference[5..]}" : $"branch {reference}";
        Assert.Contains($"using the rules in ops/.pipelines.yml in {name} at commit {Commit}.", Run.Output, StringComparison.Ordinal);
        Assert.Equal(Server.Asked.Distinct(), Server.Asked); // each file and the name once, however often the gate is asked
    }

    [Fact]
    public async Task ACalendarThatTheBranchDoesNotHaveClosesTheGateThoughItIsCheckedOut()
    {
        Serve("github", File(Rules.Replace("../days/de.ics", "no.ics", StringComparison.Ordinal)), File(Days));

        Assert.Equal(2, await GateAsync("github", "main"));

        Assert.Contains($"no.ics: the calendar file cannot be read: there is no file ops/no.ics in branch main at commit {Commit}.",
            Run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysWhoseOverridesAreBelievedComeFromThereToo()
    {
        Serve("github", File("""
            app: a
            freezes: [{ name: f, from: 2026-01-01T00:00, until: 2027-01-01T00:00, zone: UTC }]
            environments: { production: { hosts: ["local:"], override: { may: ["freeze:*"], key: env:KEY, trust: [no.pub] } } }
            """), File(Days));
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        Run.Variables["KEY"] = key.ExportPkcs8PrivateKeyPem();
        (Run.Variables["GITHUB_ACTIONS"], Run.Variables["GITHUB_TRIGGERING_ACTOR"]) = ("true", "ada");
        On("github", ApiServer.Token);

        Assert.Equal(2, await Run.RunAsync(
            "override", "grant", "--config", "ops/.pipelines.yml", "--config-ref", "main", "--environment", "production", "--override",
            "freeze:f", "--reason", "INC-1 it is down", "--commit", Commit));

        Assert.Contains("override.trust[0]: the public key no.pub cannot be read: there is no file ops/no.pub in branch main", Run.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../.pipelines.yml",
        "config: ../.pipelines.yml cannot be read: ../.pipelines.yml is not in the project: with --config-ref, paths start at its root.")]
    [InlineData("ops/../../x.yml", "is not in the project")]
    [InlineData("/etc/passwd", "is not in the project")]
    [InlineData("no.yml", "config: there is no file no.yml in branch main at commit cccccccccccccccccccccccccccccccccccccccc.")]
    public async Task APathStaysInTheProject(string path, string problem)
    {
        Serve("github", File(Rules), File(Days));

        Assert.Equal(2, await GateAsync("github", "main", "--config", path));
        Assert.Contains(problem, Run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"type":"file"}]""", 2,
        "config: ops/.pipelines.yml cannot be read: ops/.pipelines.yml in branch main at commit cccccccccccccccccccccccccccccccccccccccc "
        + "is not a file but a directory.")]
    [InlineData("""{"type":"submodule"}""", 2, "is not a file but a submodule.")]
    [InlineData("""{"type":"file","encoding":"none","content":""}""", 2, "is too large.")]
    [InlineData("""{"type":"file","encoding":"base64","content":"%%%"}""", 2, "is not in the encoding that the platform declares.")]
    [InlineData("""{"type":"file","encoding":"base64"}""", 2, "is too large.")]
    [InlineData("""{"type":1}""", 1, "in an unexpected form")]
    [InlineData("[{]", 1, "in an unexpected form")]
    [InlineData("null", 1, "in an unexpected form")]
    [InlineData("<html>", 1, "in an unexpected form")]
    public async Task WhatIsNoFileIsRefused(string answer, int status, string problem)
    {
        Serve("github", answer, File(Days));

        Assert.Equal(status, await GateAsync("github", "main"));
        Assert.Contains(problem, Run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1 << 20, "ops/.pipelines.yml:1:1: the file has more than 1048576 characters.")]
    [InlineData(8 << 20, "with more than 8 MiB.")]
    public async Task AHugeFileIsRefused(int characters, string problem)
    {
        Serve("github", File(Rules + "\n#" + new string('x', characters)), File(Days));

        Assert.NotEqual(0, await GateAsync("github", "main"));
        Assert.Contains(problem, Run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github", 401,
        "token: GitHub rejected it when queried for branch main (401: no). It is wrong, expired, or of the wrong kind. It needs the "
        + "permission \"contents: read\"")]
    [InlineData("github", 403,
        "token: GitHub does not allow it to access branch main (403: no). It needs the permission \"contents: read\"")]
    [InlineData("github", 404, "token: GitHub has no branch main (404: no): it does not exist, or the token may not see it.")]
    [InlineData("gitlab", 403,
        "token: GitLab does not allow it to access branch main (403: no). It needs the scope read_api and the role Reporter, which the "
        + "job's own token does not have: a project access token")]
    public async Task ARefusalNamesThePermission(string platform, int status, string problem)
    {
        Server.On("GET /repos/acme/app/git/ref/heads%2Fmain", """{"message":"no"}""", status)
            .On("GET /api/v4/projects/7/repository/branches/main", """{"message":"no"}""", status);

        Assert.Equal(2, await GateAsync(platform, "main"));
        Assert.Contains($"error: {problem}", Run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiServer.Token, Run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refs/heads/mainly", "commit")] // GitHub's older form of this call found beginnings
    [InlineData("refs/heads/main", "tree")]
    public async Task AnotherReferenceThanTheOneThatWasAskedForIsRefused(string reference, string type)
    {
        Server.On("GET /repos/acme/app/git/ref/heads%2Fmain",
            $$"""{"ref":"{{reference}}","object":{"type":"{{type}}","sha":"{{Commit}}"} }""");

        Assert.Equal(1, await GateAsync("github", "main"));
        Assert.Contains($"GitHub returned branch main as a {type} of {reference}. Expected a commit of refs/heads/main.", Run.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "platform: this is not a run on GitHub or GitLab, so neither can be queried.")]
    [InlineData(true, "token: is missing, and GitHub cannot be queried without it.")]
    public async Task WithoutAPlatformOrATokenNothingIsDecided(bool platform, string problem)
    {
        if (platform)
        {
            On("github");
        }

        Assert.Equal(2, await Run.RunAsync("gate", "--config-ref", "main", "--environment", "production"));
        Assert.Contains(problem, Run.Error, StringComparison.Ordinal);
    }

    /// <summary>The platform would be asked again in a while; nobody moves this clock.</summary>
    [Theory]
    [InlineData("GET /repos/acme/app/git/ref/heads%2Fmain")]
    [InlineData($"GET /repos/acme/app/contents/ops/.pipelines.yml?ref={Commit}")]
    [InlineData($"GET /repos/acme/app/contents/days/de.ics?ref={Commit}")]
    public async Task ALookUpIsCancelled(string line)
    {
        using var source = new CancellationTokenSource();
        Serve("github", File(Rules), File(Days));
        Server.On(line, _ =>
        {
            source.Cancel();
            return ApiServer.Reply(503);
        });
        On("github", ApiServer.Token);

        var status =
            await Task.Run(() =>
                Run.RunAsync(
                    ["gate", "--config", "ops/.pipelines.yml", "--config-ref", "main", "--environment", "production", "--event", "push"],
                    source.Token)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(130, status);
        Assert.Contains("cancelled.", Run.Error, StringComparison.Ordinal);
    }

    private static string File(string text) =>
        $$"""{"type":"file","encoding":"base64","content":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}"}""";

    private void Serve(string platform, string rules, string days)
    {
        if (platform == "github")
        {
            const string repository = "GET /repos/acme/app";
            Server.On($"{repository}/git/ref/heads%2Fmain", Reference("heads/main", "commit", Commit))
                .On($"{repository}/git/ref/tags%2Fv1", Reference("tags/v1", "commit", Commit))
                .On($"{repository}/git/ref/tags%2Fsigned", Reference("tags/signed", "tag", TagObject))
                .On($"{repository}/git/tags/{TagObject}", $$"""{"object":{"type":"commit","sha":"{{Commit}}"} }""")
                .On($"{repository}/contents/ops/.pipelines.yml?ref={Commit}", rules)
                    .On($"{repository}/contents/days/de.ics?ref={Commit}", days);
            return;
        }

        const string project = "GET /api/v4/projects/7/repository";
        Server.On($"{project}/branches/main", $$"""{"name":"main","commit":{"id":"{{Commit}}"} }""")
            .On($"{project}/tags/v1", $$"""{"commit":{"id":"{{Commit}}"} }""")
            .On($"{project}/files/ops%2F.pipelines.yml?ref={Commit}", rules).On($"{project}/files/days%2Fde.ics?ref={Commit}", days);
    }

    private static string Reference(string name, string type, string sha) =>
        $$"""{"ref":"refs/{{name}}","object":{"type":"{{type}}","sha":"{{sha}}"} }""";

    private Task<int> GateAsync(string platform, string reference, params string[] more)
    {
        On(platform, platform == "gitlab" && reference == "main" ? "" : ApiServer.Token, ("PIPELINES_CONFIG", "ops/.pipelines.yml"));
        return GateAsync(["--config-ref", reference, "--event", "schedule", "--type", "queued", .. more]);
    }
}
