using System.Collections.Concurrent;
using Pipelines.Adapters.Http;
using Pipelines.Configuration;

namespace Pipelines.Adapters.Forges;

/// <summary>
/// Files of the project at a branch or tag on the platform, whatever is checked out here. The name is resolved once, so that all files are
/// from one commit; a branch is never confused with a tag of the same name.
/// </summary>
/// <param name="repository">The project.</param>
/// <param name="reference">The branch, or <c>tags/</c> and the tag.</param>
/// <param name="cancellation">Cancels any request.</param>
internal sealed class RefFiles(IRepositoryFiles repository, string reference, CancellationToken cancellation) : IProjectFiles
{
    private const string Tag = "tags/";

    private readonly ConcurrentDictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    private readonly Lazy<string> _commit = new(() => Blocking.Wait(token => reference.StartsWith(Tag, StringComparison.Ordinal)
        ? repository.TagAsync(reference[Tag.Length..], token)
        : repository.BranchAsync(reference, token), cancellation));

    public string Place =>
        $" in {(reference.StartsWith(Tag, StringComparison.Ordinal) ? $"tag {reference[Tag.Length..]}" : $"branch {reference}")} at "
            + $"commit {_commit.Value}";

    public string Read(string path, int most)
    {
        using var bytes = new MemoryStream(_known.GetOrAdd(Inside(path), Bytes));
        return WorkingTreeFiles.Text(bytes, most);
    }

    private byte[] Bytes(string path) => Blocking.Wait(token => repository.FindAsync(path, _commit.Value, token), cancellation) switch
    {
        null => throw new FileNotFoundException($"there is no file {path}{Place}."),
        { Kind: not "file" and var kind } => throw new IOException($"{path}{Place} is not a file but a {kind}."),
        { Encoding: "base64", Content: { } content } => Decode(path, content),
        _ => throw new IOException($"{path}{Place} is too large."),
    };

    private byte[] Decode(string path, string content)
    {
        try
        {
            return Convert.FromBase64String(content);
        }
        catch (FormatException e)
        {
            throw new IOException($"{path}{Place} is not in the encoding that the platform declares.", e);
        }
    }

    /// <summary>The path relative to the root of the project.</summary>
    private static string Inside(string path)
    {
        var parts = new Stack<string>();
        foreach (var part in path.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Push(part);
            }
            else if (!parts.TryPop(out _))
            {
                throw Outside(path);
            }
        }

        return path.StartsWith('/') || parts.Count == 0 ? throw Outside(path) : string.Join('/', parts.Reverse());
    }

    private static IOException Outside(string path) => new($"{path} is not in the project: with --config-ref, paths start at its root.");
}
