using Pipelines.Releases;

namespace Pipelines.Tests.Fakes;

/// <summary>A directory of its own for a test, gone when the test is.</summary>
public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pipelines-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => ReleaseTree.Delete(Path);
}
