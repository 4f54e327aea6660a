using System.Globalization;
using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>GitLab's job log: collapsible sections and colors.</summary>
internal sealed class GitLabReporter(TextWriter output, IProgressView progress, TimeProvider clock, Redaction redaction)
    : TerminalReporter(output, output, colour: true, progress, redaction)
{
    private int _sections;

    public override IDisposable Group(string title)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pipelines_{_sections++}");
        Raw($"\e[0Ksection_start:{Now()}:{name}\r\e[0K{Paint(Printable(title).ReplaceLineEndings(" "), Style.Bold)}");
        return new Closing(() => Raw($"\e[0Ksection_end:{Now()}:{name}\r\e[0K"));
    }

    private string Now() => clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
