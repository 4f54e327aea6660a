using System.Text;
using Pipelines.Errors;
using Pipelines.Releases;

namespace Pipelines.Tests.Releases;

public sealed class ManifestTests
{
    private const string Sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string File1 = $$"""{"path":"a","kind":"file","mode":"0644","size":4,"sha256":"{{Sha}}"}""";

    [Fact]
    public void TheCanonicalFormIsFixed()
    {
        var manifest = Manifest.Create("backend", [
            ManifestEntry.Link("c", "b/ü"), ManifestEntry.File("b/ü", 0x1ED, 4, Sha), ManifestEntry.Directory("b", 0x1C0)]);
        Assert.Equal(
            $$"""{"format":1,"app":"backend","entries":[{"path":"b","kind":"dir","mode":"0700"},{"path":"b/\u00FC","kind":"file","mode":"0755","size":4,"sha256":"{{Sha}}"},{"path":"c","kind":"link","target":"b/\u00FC"}]}""",
            Encoding.UTF8.GetString(manifest.ToBytes().Span));
        Assert.Equal(manifest.Digest[..12], manifest.Id.Value);
        Assert.Equal(manifest.Digest, Manifest.Parse(manifest.ToBytes(), "backend", "test").Digest);
    }

    [Theory]
    [InlineData("", "is not a manifest")]
    [InlineData("null", "is not a manifest")]
    [InlineData("{}", "is not a manifest")]
    [InlineData("""{"format":2,"app":"backend","entries":[]}""", "has format 2")]
    [InlineData("""{"format":1,"app":"other","entries":[]}""", "of the application \"other\"")]
    [InlineData("""{"format":1,"app":"backend","entries":[null]}""", "is not a manifest")]
    [InlineData("""{"format":1,"app":"backend","entries":[],"more":1}""", "is not a manifest")]
    [InlineData("""{"format":1, "app":"backend","entries":[]}""", "canonical")]
    [InlineData("""{"app":"backend","format":1,"entries":[]}""", "canonical")]
    public void ADocumentThatIsNoManifestIsRefused(string json, string reason) => Refused(json, reason);

    [Theory]
    [InlineData("""{"path":"/a","kind":"dir","mode":"0755"}""", "absolute")]
    [InlineData("""{"path":"","kind":"dir","mode":"0755"}""", "empty")]
    [InlineData("""{"path":"..","kind":"dir","mode":"0755"}""", "\"..\"")]
    [InlineData("""{"path":"a/../b","kind":"dir","mode":"0755"}""", "\"..\"")]
    [InlineData("""{"path":"a//b","kind":"dir","mode":"0755"}""", "empty name")]
    [InlineData("""{"path":"a\nb","kind":"dir","mode":"0755"}""", "newline")]
    [InlineData("""{"path":"b/c","kind":"dir","mode":"0755"}""", "not a directory")]
    [InlineData($$"""{{File1}},{{File1}}""", "twice")]
    [InlineData("""{"path":"b","kind":"dir","mode":"0755"},{"path":"a","kind":"dir","mode":"0755"}""", "out of order")]
    [InlineData($$"""{{File1}},{"path":"a/b","kind":"dir","mode":"0755"}""", "not a directory")]
    [InlineData("""{"path":"a","kind":"link","target":"b"},{"path":"a/b","kind":"dir","mode":"0755"}""", "not a directory")]
    [InlineData("""{"path":"a","kind":"link","target":"/etc"}""", "absolute")]
    [InlineData("""{"path":"a","kind":"link","target":".."}""", "outside")]
    [InlineData("""{"path":"a","kind":"link","target":"b/../.."}""", "climbs")]
    [InlineData("""{"path":"a","kind":"link"}""", "no target")]
    [InlineData("""{"path":"a","kind":"link","mode":"0777","target":"b"}""", "mode")]
    [InlineData("""{"path":"a","kind":"file","mode":"0644","size":4,"sha256":"xyz"}""", "SHA-256")]
    [InlineData("""{"path":"a","kind":"file","mode":"0644","size":4}""", "SHA-256")]
    [InlineData($$"""{"path":"a","kind":"file","mode":"0644","size":-1,"sha256":"{{Sha}}"}""", "negative")]
    [InlineData($$"""{"path":"a","kind":"file","mode":"0644","size":0,"sha256":"{{Sha}}"}""", "contradicts")]
    [InlineData($$"""{"path":"a","kind":"file","mode":"4755","size":4,"sha256":"{{Sha}}"}""", "mode bits")]
    [InlineData($$"""{"path":"a","kind":"file","mode":"rwx","size":4,"sha256":"{{Sha}}"}""", "octal")]
    [InlineData($$"""{"path":"a","kind":"file","mode":"644","size":4,"sha256":"{{Sha}}"}""", "canonical")]
    [InlineData($$"""{"path":"a","kind":"file","size":4,"sha256":"{{Sha}}"}""", "canonical")]
    [InlineData($$"""{"path":"a","kind":"file","mode":"0644","size":9223372036854775807,"sha256":"{{Sha}}"}""", "add up to more")]
    [InlineData($$"""{"path":"a","kind":"file","mode":"0644","size":9007199254740992,"sha256":"{{Sha}}"},{"path":"b","kind":"file","mode":"0644","size":1,"sha256":"{{Sha}}"}""", "add up to more")]
    [InlineData("""{"path":"a","kind":"dir","mode":"0755","size":4}""", "content")]
    [InlineData("""{"path":"a","kind":"device","mode":"0755"}""", "unknown kind")]
    [InlineData("""{"path":"a","kind":"hardlink","target":"b"}""", "unknown kind")]
    public void AHostileEntryIsRefused(string entries, string reason) =>
        Refused($$"""{"format":1,"app":"backend","entries":[{{entries}}]}""", reason);

    [Theory]
    [InlineData("3f2a90c1d4e5", true)]
    [InlineData("3F2A90C1D4E5", false)]
    [InlineData("3f2a90c1d4e", false)]
    [InlineData("3f2a90c1d4e5a", false)]
    [InlineData("../../../etc", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void AnIdIsTwelveHexDigits(string? text, bool valid) => Assert.Equal(valid, ReleaseId.TryParse(text, out _));

    private static void Refused(string json, string reason)
    {
        var error = Assert.Throws<PipelineException>(() => Manifest.Parse(Encoding.UTF8.GetBytes(json), "backend", "here"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
