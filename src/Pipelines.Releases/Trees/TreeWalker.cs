using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Trees;

/// <summary>Finds the contents of a package, and everything that prevents packaging it.</summary>
public sealed class TreeWalker(INativeFiles native)
{
    /// <summary>Rules in a file with this name in the root are applied.</summary>
    public const string IgnoreFile = ".pipelinesignore";

    private static readonly GlobRules BuiltIn = GlobRules.Parse([".git", ".pipelines/"], "built-in rules");

    /// <summary>
    /// Regular files, directories (including empty ones) and symbolic links as links, in the byte order of their paths. With
    /// <see cref="PackageSpec.Include"/>, only directories with packaged contents.
    /// </summary>
    /// <exception cref="PipelineException">The root is not a directory, a pattern is invalid, or entries cannot be packaged: devices,
    /// fifos, sockets, setuid, setgid or sticky bits, links that leave the tree, names that are not valid text, secrets. All problems
    /// together.</exception>
    /// <param name="spec">What to package.</param>
    /// <param name="found">Receives each entry, before it is known whether there are problems. Files have no digest yet.</param>
    /// <param name="cancellation">Cancels it.</param>
    public void Walk(PackageSpec spec, Action<ManifestEntry> found, CancellationToken cancellation)
    {
        var root = Path.GetFullPath(spec.Root);
        if (!Directory.Exists(root))
        {
            throw PipelineException.BadInput(spec.Root, "the directory to package does not exist.",
                "Build first, or correct package.path.");
        }

        try
        {
            var rules = new TreeRules(
                GlobRules.Parse(spec.Include, "package.include"),
                BuiltIn.Then(GlobRules.Read(Path.Combine(root, IgnoreFile))).Then(GlobRules.Parse(spec.Exclude, "package.exclude")),
                new SecretNames(spec.AllowSecrets),
                Own(spec));
            new TreeWalk(native, root, rules, found, cancellation).Run();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException([new Problem(spec.Root, $"cannot read the tree: {e.Message}", "Make it readable for this user.")],
                inner: e);
        }
    }

    /// <summary>Paths in the tree of what is never packaged.</summary>
    private static HashSet<string> Own(PackageSpec spec)
    {
        var root = RealPath.Of(spec.Root);
        var own = spec.Own.Select(path => (Path: path, Within: Path.GetRelativePath(root, RealPath.Of(path)))).ToList();
        return own.FirstOrDefault(place => place.Within == ".").Path is { } taken
            ? throw PipelineException.BadInput(taken, "the directory to package is a store or the root of a host.",
                "Build into another directory, or keep the store and deploy.root elsewhere.")
            : [.. own.Select(place => place.Within)];
    }
}
