using System.Security.Cryptography;
using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;
using Pipelines.Tests.Releases.Formats;
using Pipelines.Tests.Steps;

namespace Pipelines.Tests.Releases.Manifests;

public sealed class ManifestTests
{
    private const string Sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string Nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly PartCodec Codec = new(new NativeFiles().Zstd);

    [Fact]
    public void TheCanonicalFormIsFixed()
    {
        Assert.True(Sha256Digest.TryParse(Encoding.ASCII.GetBytes(Sha), out var sha256));
        var manifest =
            Manifest.Create("backend",
                [ManifestEntry.Link("c", "b/ü"), ManifestEntry.File("b/ü", 0x1ED, 4, sha256), ManifestEntry.Directory("b", 0x1C0)], Codec);
        var text = $"manifest\t2\tbackend\ndir\t0700\tb\nfile\t0755\t4\t{Sha}\tb/ü\nlink\tb/ü\tc\n";
        Assert.Equal(text, manifest.Text());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), manifest.Digest);
        Assert.Equal(manifest.Digest[..12], manifest.Id.Value);
        Assert.Equal((1, 4), (manifest.Files, manifest.Bytes));
        Assert.Equal(manifest.Digest, Read(Encoding.UTF8.GetBytes(text)).Digest);
    }

    [Fact]
    public void AManifestOfManyFilesIsKeptInAFileWithoutAName()
    {
        var entries = Enumerable.Range(0, 150_000)
            .Select(i => ManifestEntry.File($"{i:x8}", 0x1A4, 4, Sha256Digest.Of(BitConverter.GetBytes(i)))).ToList();

        var manifest = Manifest.Create("backend", entries, new PartCodec(new NativeFiles().Zstd));

        Assert.Equal(entries, manifest.Entries);
        Assert.Equal(entries.Skip(1).Take(1), manifest.Entries.Skip(1).Take(1));
        Assert.InRange(manifest.Open().Length, 4 << 20, 16 << 20);
    }

    [Theory]
    [InlineData("", "is not a manifest")]
    [InlineData("\n", "is not a manifest")]
    [InlineData("manifest\n", "is not a manifest")]
    [InlineData("{\"format\":1}\n", "is not a manifest")]
    [InlineData("manifest\t1\tbackend\n", "has format 1")]
    [InlineData("manifest\t2\tother\n", "belongs to the application \"other\"")]
    [InlineData("manifest\t2\tbackend\n\n", "is not a manifest")]
    [InlineData("manifest\t2\tbackend\nmore\n", "is not a manifest")]
    [InlineData("manifest\t2\tbackend", "does not end at a line end")]
    [InlineData("manifest\t2\tbackend\ndir\t0755\ta\nmanifest\t2\tbackend\n", "unknown kind")]
    public void ATextThatIsNoManifestIsRefused(string text, string reason) => Refused(StoredText.Encode(text), reason);

    [Theory]
    [InlineData("zstd\t5", "does not start")]
    [InlineData("zstd 5 5\n", "unknown codec")]
    [InlineData("brotli\t5\t5\n12345", "unknown codec")]
    [InlineData("raw\t5\t9\n123456789", "the wrong size")]
    [InlineData("raw\t99\t99\n123456789", "in the middle of a block")]
    [InlineData("raw\t0\t0\n", "is empty")]
    [InlineData("raw\t-5\t5\n12345", "an invalid number")]
    [InlineData("raw\t1048577\t5\n12345", "an invalid number")]
    [InlineData("raw\t99999999999999999999\t5\n12345", "an invalid number")]
    [InlineData("0123456789012345678901234567890123456789", "does not start")]
    public void BlocksThatAreNoneAreRefused(string kept, string reason) => Refused(Encoding.ASCII.GetBytes(kept), reason);

    [Theory]
    [InlineData("dir\t0755\t/a", "absolute")]
    [InlineData("dir\t0755\t", "empty")]
    [InlineData("dir\t0755\t..", "\"..\"")]
    [InlineData("dir\t0755\ta/../b", "\"..\"")]
    [InlineData("dir\t0755\ta//b", "empty name")]
    [InlineData("dir\t0755\ta\rb", "newline")]
    [InlineData("dir\t0755\tb/c", "not a directory")]
    [InlineData($"file\t0644\t4\t{Sha}\ta\nfile\t0644\t4\t{Sha}\ta", "twice")]
    [InlineData("dir\t0755\tb\ndir\t0755\ta", "out of order")]
    [InlineData($"file\t0644\t4\t{Sha}\ta\ndir\t0755\ta/b", "not a directory")]
    [InlineData("link\tb\ta\ndir\t0755\ta/b", "not a directory")]
    [InlineData("dir\t0755\ta\ndir\t0755\tab\nlink\tx\tab/c\nlink\tx\ta/c", "out of order")]
    [InlineData("link\t/etc\ta", "absolute")]
    [InlineData("link\t..\ta", "outside")]
    [InlineData("link\tb/../..\ta", "goes up")]
    [InlineData("link\ta", "lacks a field")]
    [InlineData("link\t0777\tb\ta", "too many fields")]
    [InlineData("file\t0644\t4\txyz\ta", "SHA-256")]
    [InlineData("file\t0644\t4\ta", "SHA-256")]
    [InlineData("file\t0644\t4\t9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08\ta", "SHA-256")]
    [InlineData($"file\t0644\t-1\t{Sha}\ta", "number")]
    [InlineData($"file\t0644\t0\t{Sha}\ta", "contradicts")]
    [InlineData($"file\t0644\t5\t{Nothing}\ta", "contradicts")]
    [InlineData($"file\t4755\t4\t{Sha}\ta", "mode bits")]
    [InlineData($"file\trwxr\t4\t{Sha}\ta", "octal")]
    [InlineData($"file\t644\t4\t{Sha}\ta", "octal")]
    [InlineData($"file\t0644\t04\t{Sha}\ta", "canonical")]
    [InlineData($"file\t0644\t999999999999999999\t{Sha}\ta", "add up to more")]
    [InlineData($"file\t0644\t9007199254740992\t{Sha}\ta\nfile\t0644\t1\t{Sha}\tb", "add up to more")]
    [InlineData("dir\t0755\t4\ta", "too many fields")]
    [InlineData("device\t0755\ta", "unknown kind")]
    [InlineData("hardlink\tb\ta", "unknown kind")]
    public void AHostileEntryIsRefused(string lines, string reason) =>
        Refused(StoredText.Encode($"manifest\t2\tbackend\n{lines}\n"), reason);

    /// <summary>What is in a directory need not follow it: other names come between, by their bytes.</summary>
    [Fact]
    public void NamesBetweenADirectoryAndWhatIsInItAreInOrder() =>
        Assert.Equal(0,
            Read(Encoding.ASCII.GetBytes(
            "manifest\t2\tbackend\ndir\t0755\ta\ndir\t0755\ta!\ndir\t0755\ta!/b\nlink\tx\ta-b\nlink\tx\ta/c\nlink\tx\ta0\n")).Files);

    [Fact]
    public void BytesThatAreNotTextAreRefused() =>
        Refused(StoredText.Encode([.. "manifest\t2\tbackend\nlink\tx\t"u8, 0xFF, (byte)'\n']), "not valid UTF-8");

    [Theory]
    [InlineData("3f2a90c1d4e5", true)]
    [InlineData("3F2A90C1D4E5", false)]
    [InlineData("3f2a90c1d4e", false)]
    [InlineData("3f2a90c1d4e5a", false)]
    [InlineData("../../../etc", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void AnIdIsTwelveHexDigits(string? text, bool valid) => Assert.Equal(valid, ReleaseId.TryParse(text, out _));

    private static void Refused(byte[] kept, string reason)
    {
        var spool = new Spool();
        spool.Append(kept);
        var error = Assert.Throws<PipelineException>(() => Manifest.Read(spool, "backend", "here", Codec));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static Manifest Read(byte[] text)
    {
        var spool = new Spool();
        spool.Append(StoredText.Encode(text));
        return Manifest.Read(spool, "backend", "here", Codec);
    }
}
