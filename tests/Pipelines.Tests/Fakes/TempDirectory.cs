using Pipelines.Releases.Trees;

namespace Pipelines.Tests.Fakes;

/// <summary>A directory of its own for a test, gone when the test is.</summary>
public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pipelines-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A process that a deployment left may be making something in it still.</summary>
    public void Dispose()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                ReleaseTree.Delete(Path);
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                Thread.Sleep(100);
            }
        }
    }
}
