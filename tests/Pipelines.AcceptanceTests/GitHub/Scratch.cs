namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>A directory of its own for a test, gone when the test is.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pipelines-github-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Containers leave directories that are read-only.</summary>
    public void Dispose()
    {
        Podman.AsRoot("chmod", "-R", "u+w", Path).Ends(0);
        Podman.AsRoot("rm", "-rf", Path).Ends(0);
    }
}
