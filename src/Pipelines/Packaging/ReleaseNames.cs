using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases;

namespace Pipelines.Packaging;

/// <summary>What people type for a release: its id, or the first digits of it.</summary>
public static class ReleaseNames
{
    private const int LeastDigits = 4;

    /// <summary>The id. Whether the store has a release of a whole id is not looked up.</summary>
    /// <param name="releases">The releases of the app.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="others">What else could have been typed, for errors; null for nothing.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="PipelineException">It is the beginning of no release, or of several.</exception>
    public static async Task<ReleaseId> FindAsync(ReleaseRepository releases, string text, string? others, CancellationToken cancellation)
    {
        if (ReleaseId.TryParse(text, out var id))
        {
            return id;
        }

        var found = text.Length < LeastDigits ? [] : (await releases.ListAsync(cancellation))
            .Where(release => release.Id.Value.StartsWith(text, StringComparison.Ordinal)).ToList();
        return found switch
        {
            [var only] => only.Id,
            [] => throw PipelineException.BadInput("release", $"\"{text}\" is not a release.",
                $"Expected an id or at least {LeastDigits} digits of one{(others is null ? "" : $", {others}")}. See `pipelines releases "
                    + "list`."),
            _ => throw PipelineException.BadInput("release",
                $"\"{text}\" is ambiguous: it matches {string.Join(" and ", found.Select(release => release.Id))}."),
        };
    }
}
