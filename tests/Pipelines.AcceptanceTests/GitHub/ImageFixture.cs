using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>The image of the program, built as ./build.sh image builds it, on a base of Debian's packages.</summary>
public sealed class ImageFixture
{
    public ImageFixture()
    {
        Program.Run(SourceTree.At("build/publish.sh"), []).Ends(0);
        Program.Run(SourceTree.At("build/image.sh"), ["--base", "local", "--name", Name]).Ends(0);
    }

    public static string Name => "localhost/pipelines:tests";
}
