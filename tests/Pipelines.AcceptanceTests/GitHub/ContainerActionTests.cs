using System.Text.Json.Nodes;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>The container actions, run as GitHub's runner runs them.</summary>
[Trait("needs", "podman")]
public sealed class ContainerActionTests : IClassFixture<ImageFixture>, IDisposable
{
    private const string Allowed = "allow-ephemeral=true";
    private readonly RunnerJob _job = new();

    public ContainerActionTests(ImageFixture image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _job.Write("dist/index.html", "<h1>v1</h1>\n");
        _job.Write(".pipelines.yml", """
            app: site
            package: { path: dist }
            calendars:
              office: { zone: Europe/Berlin, open: ["mon-fri 09:00-18:00"] }
            environments:
              production: { hosts: ["local:/github/workspace/served"] }
              office: { hosts: ["local:/github/workspace/served"], calendar: office }
              told:
                hosts: ["local:/github/workspace/served"]
                deploy: { env: { TOKEN: "env:APP_TOKEN" }, hooks: { before-switch: "echo token is $TOKEN" } }
            """);
    }

    public void Dispose() => _job.Dispose();

    [Fact]
    public void AnOpenGatePassesAndSaysWhyByOutputsAndSummary()
    {
        var end = _job.Run("actions/gate", "environment=office", "now=2026-03-04T10:00:00Z").Passed();

        Assert.Equal(("true", "manual"), (end.Outputs["should-deploy"], end.Outputs["deployment-type"]));
        Assert.StartsWith("### Gate for office: open", end.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void AClosedGateIsStatus3AndNamesTheNextOpening()
    {
        var end = _job.Run("actions/gate", "environment=office", "mode=enforce", "now=2026-03-07T14:30:00Z");

        Assert.Equal(3, end.Status);
        Assert.Equal(("false", "none", "2026-03-09T08:00:00Z"),
            (end.Outputs["should-deploy"], end.Outputs["deployment-type"], end.Outputs["next-open"][..19] + "Z"));
        Assert.Contains("closed", end.Summary, StringComparison.Ordinal);
        Assert.Single(end.Log.Of("error"));
    }

    [Fact]
    public void AFaultInTheConfigurationIsAnnotatedAtItsLine()
    {
        _job.Write("broken.yml", "app: site\nenvironments:\n  production:\n    hosts: [\"local:\"]\n    calender: office\n");

        var end = _job.Run("actions/gate", "environment=production", "config=broken.yml");

        Assert.Equal(2, end.Status);
        var error = Assert.Single(end.Log.Of("error"));
        Assert.Equal(("broken.yml", "5"), (error.Properties["file"], error.Properties["line"]));
        Assert.Contains("calendar", error.Data, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingInputIsNamed()
    {
        var end = _job.Run("actions/gate");

        Assert.Equal(2, end.Status);
        Assert.Contains("environment", Assert.Single(end.Log.Of("error")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public void APackageIsMadeOnceAndIsTheRunnersOwn()
    {
        var first = _job.Run("actions/package").Passed();
        Assert.All(Owners(), owner => Assert.Equal($"{RunnerJob.User}", owner));
        var second = _job.Run("actions/package").Passed();

        Assert.Equal(("true", "false"), (first.Outputs["created"], second.Outputs["created"]));
        Assert.Equal(first.Outputs["digest"], second.Outputs["digest"]);
    }

    [Fact]
    public void WhenTheJobEndsOnlyAStepThatWasKilledIsLookedAfter()
    {
        var end = _job.Run("actions/deploy", "environment=production", Allowed).Passed();

        Assert.Empty(_job.RunPost("actions/deploy", end.State, "environment=production", Allowed).Passed().Log.Text);
        _job.Variables.Remove("STATE_ended");
        Assert.Contains("no deployment to production is unfinished",
            _job.RunPost("actions/deploy", "", "environment=production", Allowed).Passed().Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void StaticFilesAreDeployedAndBelongToTheRunner()
    {
        var end = _job.Run("", "environment=production", Allowed).Passed();

        Assert.Equal("succeeded", end.Outputs["outcome"]);
        Assert.Equal("<h1>v1</h1>\n",
            Program.Run("cat",
            [Path.Combine(_job.Workspace, "served/current/index.html")
            .Replace("current", $"releases/{end.Outputs["release"]}", StringComparison.Ordinal)]).Ends(0).Output);
        Assert.Contains("completed", end.Summary, StringComparison.Ordinal);
        Assert.All(Owners(), owner => Assert.Equal($"{RunnerJob.User}", owner));
    }

    /// <summary>The host is the container, in which the release would be live until the step ends.</summary>
    [Theory]
    [InlineData("actions/deploy")]
    [InlineData("")]
    [InlineData("actions/deploy", "dry-run=true")]
    [InlineData("actions/rollback", "release=0123456789abcdef")]
    [InlineData("actions/status")]
    [InlineData("actions/health-check")]
    public void AHostThatIsGoneWithTheStepIsRefusedBeforeAnythingIsDone(string action, params string[] inputs)
    {
        var end = _job.Run(action, ["environment=production", .. inputs]);

        Assert.Equal(2, end.Status);
        var error = Assert.Single(end.Log.Of("error"));
        Assert.Equal((".pipelines.yml", "6"), (error.Properties["file"], error.Properties["line"]));
        Assert.Contains("is the container of this step, which is gone when the step ends", error.Data, StringComparison.Ordinal);
        Assert.Contains("ssh://", error.Data, StringComparison.Ordinal);
        Assert.Contains("allow-ephemeral", error.Data, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_job.Workspace, "served")));
        Assert.False(Directory.Exists(Path.Combine(_job.Workspace, ".pipelines")));
    }

    [Fact]
    public void FilesThatWereThereBeforeKeepTheirOwner()
    {
        _job.Write("of-root", "");
        _job.OfRoot.Add("of-root");

        _job.Run("actions/package").Passed();

        Assert.Equal(["0", $"{RunnerJob.User}"], Owners().Order());
    }

    [Fact]
    public void HistoryAndStatusSpeakOfTheSharedStore()
    {
        var id = _job.Run("", "environment=production", "reason=first one", Allowed).Passed().Outputs["deployment-id"];

        var history = _job.Run("actions/history", "environment=production").Passed();
        Assert.Equal("1", history.Outputs["count"]);
        Assert.Contains(id, history.Log.Text, StringComparison.Ordinal);
        Assert.Contains("production", _job.Run("actions/status", "environment=production", Allowed).Passed().Log.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void SecretsAreMaskedBeforeTheyCanBeShown()
    {
        _job.Variables["APP_TOKEN"] = "swordfish-4711";

        var end = _job.Run("", "environment=told", Allowed);

        Assert.Contains("swordfish-4711", end.Log.Masks);
        Assert.DoesNotContain("swordfish", end.Log.Text + end.Summary + end.Error + string.Join('\n', end.Outputs.Values),
            StringComparison.Ordinal);
    }

    /// <summary>The container has a token, and no network to use it on; and the store is in the workspace.</summary>
    private static bool IsOfThePlace(RunnerCommand command) =>
        command.Name == "warning" && (command.Data.StartsWith("page of environments: ", StringComparison.Ordinal)
            || command.Data.StartsWith("store: file:.pipelines/store is in the job's checkout", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(HostileValues))]
    public void HostileTextArrivesUnharmedAndExecutesNothing(string name, string value)
    {
        Assert.NotEmpty(name);
        var end = _job.Run("", "environment=production", $"reason={value}", $"actor={value}", Allowed).Passed();

        var history = JsonNode.Parse(_job.Shell($"pipelines history --environment production --output json").Ends(0).Output)!;
        var record = history["deployments"]![0]!;
        Assert.Equal((value, value), ((string?)record["reason"], (string?)record["actor"]));
        Assert.DoesNotContain(end.Log.Commands, command =>
            command.Name is not ("group" or "endgroup" or "add-mask") && !IsOfThePlace(command));
        Assert.Equal("succeeded", end.Outputs["outcome"]);
        Assert.False(File.Exists(Path.Combine(_job.Workspace, "pwned")));
    }

    public static TheoryData<string, string> HostileValues => new()
    {
        { "quotes", "it's \"quoted\" `touch pwned`" },
        { "substitution", "$(touch pwned) ${HOME} %HOME% ; touch pwned | touch pwned &" },
        { "lines", "one\ntwo\r\nthree\n::set-output name=outcome::hacked\n" },
        { "command", "::error file=x,line=1::hacked" },
        { "old command", "##[set-env name=PATH;]hacked" },
        { "escapes", "%0A::error::hacked%0D%25" },
        { "delimiter", "x\nghadelimiter_0\noutcome=hacked" },
        { "markup", "<script>alert(1)</script> | [a](javascript:x) @everyone **bold**\n# head" },
        { "emoji", "\U0001F680 déploiement \u202Eesrever \u0007" },
        { "backslash", "ends with \\" },
        { "long", new string('x', 100 * 1024) },
    };

    private IEnumerable<string> Owners() =>
        Podman.AsRoot("find", _job.Workspace, "-printf", "%U\n").Ends(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Distinct();
}
