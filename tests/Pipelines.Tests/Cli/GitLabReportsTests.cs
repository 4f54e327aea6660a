using System.Text.Json.Nodes;
using System.Xml.Linq;
using Pipelines.Cli.Hosts;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

public sealed class GitLabReportsTests : IDisposable
{
    private static readonly StepDefinition Step = new("try", "") { HasChecks = true };

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ChecksBecomeTests()
    {
        Write(checks:
        [
            new CheckResult("web-1", "health", TimeSpan.FromMilliseconds(1500)),
            new CheckResult("web-2", "health", TimeSpan.Zero, "answered 500 with s3cret \u0000\u001b[31m <b>&\ud83d\ude00"),
            new CheckResult("web-2", "later", TimeSpan.Zero, Skipped: true),
        ]);

        var suites = XDocument.Load(_directory[GitLabReports.TestsFile]).Root!.Elements("testsuite").ToList();
        Assert.Equal([("try: web-1", "1"), ("try: web-2", "2")],
            suites.Select(suite => (suite.Attribute("name")!.Value, suite.Attribute("tests")!.Value)));
        var cases = suites.SelectMany(suite => suite.Elements("testcase")).ToList();
        Assert.Equal([("web-1", "health", "1.500"), ("web-2", "health", "0.000"), ("web-2", "later", "0.000")], cases.Select(test => (
            test.Attribute("classname")!.Value, test.Attribute("name")!.Value, test.Attribute("time")!.Value)));
        Assert.Equal([null, "answered 500 with *** [31m <b>&\ud83d\ude00", null], cases.Select(test => test.Element("failure")?.Value));
        Assert.NotNull(cases[2].Element("skipped"));
    }

    [Fact]
    public void LinksStandBesideTheLog()
    {
        Write(links: [new Link("production", "https://example.test/?a=\"b\"&s3cret")]);

        Assert.Equal(
            """{"pipelines try":[{"external_link":{"label":"production","url":"https://example.test/?a=\u0022b\u0022\u0026***"}}]}""",
            File.ReadAllText(_directory[GitLabReports.AnnotationsFile]));
    }

    [Fact]
    public void ErrorsOfAFileStandAtTheirLine()
    {
        var here = new SourcePosition($"{_directory.Path}/deploy/.pipelines.yml", 7, 3);
        Write(problems: [new Problem("app", "is missing.", "Add it.", here), new Problem(null, "of no file"),
            new Problem("b", "is s3cret.", null, here with { Line = 9 })]);

        var findings = JsonNode.Parse(File.ReadAllText(_directory[GitLabReports.QualityFile]))!.AsArray();
        Assert.Equal(
            [("app: is missing. Add it.", "deploy/.pipelines.yml", 7), ("b: is ***.", "deploy/.pipelines.yml", 9)],
            findings.Select(finding => (
                finding!["description"]!.GetValue<string>(), finding["location"]!["path"]!.GetValue<string>(),
                finding["location"]!["lines"]!["begin"]!.GetValue<int>())));
        Assert.Equal(2, findings.Select(finding => finding!["fingerprint"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task AJobLeavesThemWhateverBecameOfIt()
    {
        var run = new CommandRun { Variables = { ["GITLAB_CI"] = "true", ["CI_PROJECT_DIR"] = _directory.Path } };
        await File.WriteAllTextAsync(_directory["bad.yml"], "app: backend\nenvironmens: {}\n");

        Assert.Equal(2, await run.RunAsync("health-check", "--environment", "production", "--config", _directory["bad.yml"]));

        Assert.Contains("\"path\":\"bad.yml\",\"lines\":{\"begin\":2}", await File.ReadAllTextAsync(_directory[GitLabReports.QualityFile]),
            StringComparison.Ordinal);
        Assert.Empty(XDocument.Load(_directory[GitLabReports.TestsFile]).Root!.Elements());
    }

    private void Write(IReadOnlyList<CheckResult>? checks = null, IReadOnlyList<Link>? links = null,
        IReadOnlyList<Problem>? problems = null) =>
        new GitLabReports(_directory.Path, text => text.Replace("s3cret", "***", StringComparison.Ordinal))
            .Write(Step, checks ?? [], links ?? [], problems ?? []);
}
