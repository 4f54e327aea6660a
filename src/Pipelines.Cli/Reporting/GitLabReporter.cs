using System.Globalization;

namespace Pipelines.Cli.Reporting;

/// <summary>GitLab's job log: collapsible sections and colours.</summary>
internal sealed class GitLabReporter(TextWriter output, IProgressView progress, TimeProvider clock)
    : TerminalReporter(output, colour: true, progress)
{
    private int _sections;

    public override IDisposable Group(string title)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pipelines_{_sections++}");
        Raw($"\e[0Ksection_start:{Now()}:{name}\r\e[0K\e[1m{OneLine(Redact(title))}\e[0m");
        return new Closing(() => Raw($"\e[0Ksection_end:{Now()}:{name}\r\e[0K"));
    }

    /// <summary>Control characters in foreign text could close or forge sections.</summary>
    protected override void Line(string text) => base.Line(new string([.. text.Where(c => c is '\n' or '\t' or '\e' || !char.IsControl(c))]).Replace("\e[0K", "", StringComparison.Ordinal));

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', '\r', '\e'));

    private string Now() => clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
