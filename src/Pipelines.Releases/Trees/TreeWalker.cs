using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Trees;

/// <summary>Finds what a package consists of, and everything that speaks against packaging it.</summary>
public sealed class TreeWalker(INativeFiles native)
{
    /// <summary>Rules in a file of this name in the root are obeyed.</summary>
    public const string IgnoreFile = ".pipelinesignore";

    private static readonly GlobRules BuiltIn = GlobRules.Parse([".git/", ".pipelines/"], "built-in rules");

    /// <summary>
    /// Regular files, directories (empty ones too) and symbolic links as links, in the byte order of their paths. With
    /// <see cref="PackageSpec.Include"/>, directories only as far as something in them is packaged.
    /// </summary>
    /// <exception cref="PipelineException">
    /// The root is not a directory, a pattern is wrong, or entries cannot be packaged: devices, fifos, sockets, setuid, setgid or sticky bits,
    /// links that leave the tree, names that are not text, secrets. All of them together.
    /// </exception>
    /// <param name="spec">Which.</param>
    /// <param name="found">Told each, before it is known whether there are problems. Files have no digest yet.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Walk(PackageSpec spec, Action<ManifestEntry> found, CancellationToken cancellation)
    {
        var root = Path.GetFullPath(spec.Root);
        if (!Directory.Exists(root))
        {
            throw PipelineException.BadInput(spec.Root, "there is no such directory to package.", "Build first, or correct package.path.");
        }

        try
        {
            var walk = new TreeWalk(
                native,
                root,
                GlobRules.Parse(spec.Include, "package.include"),
                BuiltIn.Then(GlobRules.Read(Path.Combine(root, IgnoreFile))).Then(GlobRules.Parse(spec.Exclude, "package.exclude")),
                new SecretNames(spec.AllowSecrets),
                found,
                cancellation);
            walk.Run();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException([new Problem(spec.Root, $"cannot read the tree: {e.Message}", "Make it readable for this user.")], inner: e);
        }
    }
}
