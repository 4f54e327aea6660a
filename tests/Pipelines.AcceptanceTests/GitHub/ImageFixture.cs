namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>The image of the program, built as ./build.sh image builds it, on a base of Debian's packages.</summary>
public sealed class ImageFixture
{
    public ImageFixture()
    {
        Program.Run(Checkout.At("build/publish.sh"), []).Succeeded();
        Program.Run(Checkout.At("build/image.sh"), ["--base", "local", "--name", Name]).Succeeded();
    }

    public static string Name => "localhost/pipelines:tests";
}
