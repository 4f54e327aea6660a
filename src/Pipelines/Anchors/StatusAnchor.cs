using System.Globalization;
using System.Text.RegularExpressions;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Anchors;

/// <summary>A head of a log in a status of a commit on GitHub or GitLab.</summary>
/// <param name="statuses">The platform's.</param>
/// <param name="commit">SHA of the commit.</param>
/// <param name="name">Name of the status: one for each log.</param>
public sealed partial class StatusAnchor(ICommitStatuses statuses, string commit, string name) : IHeadAnchor
{
    public async Task<LogHead?> ReadAsync(CancellationToken cancellation)
    {
        if (await statuses.FindAsync(commit, name, cancellation) is not { } text)
        {
            return null;
        }

        var noted = Form().Match(text);
        return noted.Success && long.TryParse(noted.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var sequence)
            ? new LogHead(sequence, noted.Groups[2].Value)
            : throw PipelineException.BadInput("--anchor",
                $"the status {name} of commit {commit} is not one that history verify wrote: {Excerpt.Of(text)}",
                "Choose another commit.");
    }

    public Task WriteAsync(LogHead head, CancellationToken cancellation) => statuses.PutAsync(
        commit, name, string.Create(CultureInfo.InvariantCulture, $"event {head.Sequence}: {head.Hash}"), cancellation);

    [GeneratedRegex("^event ([0-9]{1,18}): ([0-9a-f]{64})$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
