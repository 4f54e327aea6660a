using Xunit.Sdk;

namespace Pipelines.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public void ATextThatIsAsVerifiedPasses() => Snapshot.Match("one\ntwo\nthree\n", "sample");

    [Fact]
    public void ADifferenceIsShownWithItsPlaceAndItsSurroundings()
    {
        if (Environment.GetEnvironmentVariable("PIPELINES_UPDATE") == "1")
        {
            Assert.Skip("would write the wrong text");
        }

        var failure = Assert.Throws<TrueException>(() => Snapshot.Match("one\n2\nthree\n", "sample"));
        Assert.Contains("sample.verified.txt:2 ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("  one\n- two\n+ 2\n  three\n", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingSnapshotFails()
    {
        if (Environment.GetEnvironmentVariable("PIPELINES_UPDATE") == "1")
        {
            Assert.Skip("would write it");
        }

        var failure = Assert.Throws<TrueException>(() => Snapshot.Match("text", "never-written"));
        Assert.Contains("PIPELINES_UPDATE=1 writes it", failure.Message, StringComparison.Ordinal);
    }
}
