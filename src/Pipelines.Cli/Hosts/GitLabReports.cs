using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Cli.Hosts;

/// <summary>
/// The files that GitLab reads after a job: links next to its log, checks as tests, configuration errors in the merge request. Formats:
/// artifacts:reports annotations, junit and codequality. All are written every time, because a missing one causes a warning in the log.
/// </summary>
/// <param name="directory">The project's directory.</param>
/// <param name="redact">Removes masked values.</param>
internal sealed class GitLabReports(string directory, Func<string, string> redact)
{
    public const string AnnotationsFile = "pipelines-annotations.json";
    public const string TestsFile = "pipelines-junit.xml";
    public const string QualityFile = "pipelines-codequality.json";

    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Write(StepDefinition step, IReadOnlyList<CheckResult> checks, IReadOnlyList<Link> links, IReadOnlyList<Problem> problems)
    {
        Write(AnnotationsFile, Annotations(step, links));
        Write(QualityFile, new JsonArray([.. problems.Where(problem => problem.At is not null).Select(Finding)]));
        if (step.HasChecks)
        {
            WriteTests(step, checks);
        }
    }

    private void Write(string file, JsonNode json) => File.WriteAllText(Path.Combine(directory, file), json.ToJsonString());

    private JsonObject Annotations(StepDefinition step, IReadOnlyList<Link> links) => new()
    {
        [$"pipelines {step.Name}"] = new JsonArray([.. links.Select(link => new JsonObject
        {
            ["external_link"] = new JsonObject { ["label"] = redact(link.Label), ["url"] = redact(link.Url) },
        })]),
    };

    private JsonObject Finding(Problem problem) => new()
    {
        ["description"] = redact((problem with { At = null }).ToString()),
        ["check_name"] = "pipelines",
        ["fingerprint"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(problem.ToString()))),
        ["severity"] = "major",
        ["location"] = new JsonObject
        {
            ["path"] = Path.GetRelativePath(directory, Path.GetFullPath(problem.At!.File, directory)),
            ["lines"] = new JsonObject { ["begin"] = problem.At.Line },
        },
    };

    private void WriteTests(StepDefinition step, IReadOnlyList<CheckResult> checks)
    {
        using var xml =
            XmlWriter.Create(Path.Combine(directory, TestsFile), new XmlWriterSettings { Indent = true, CheckCharacters = false });
        xml.WriteStartElement("testsuites");
        foreach (var group in checks.GroupBy(check => check.Group))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Text($"{step.Name}: {group.Key}"));
            xml.WriteAttributeString("tests", group.Count().ToString(CultureInfo.InvariantCulture));
            foreach (var check in group)
            {
                WriteTest(xml, check);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private void WriteTest(XmlWriter xml, CheckResult check)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Text(check.Group));
        xml.WriteAttributeString("name", Text(check.Name));
        xml.WriteAttributeString("time", check.Took.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        if (check.Skipped)
        {
            xml.WriteElementString("skipped", "");
        }
        else if (check.Failure is { } failure)
        {
            xml.WriteElementString("failure", Text(failure));
        }

        xml.WriteEndElement();
    }

    /// <summary>Foreign text without characters that are not allowed in XML 1.0.</summary>
    private string Text(string text) =>
        string.Concat(redact(text).EnumerateRunes()
            .Where(rune => rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and not (0xFFFE or 0xFFFF))));
}
