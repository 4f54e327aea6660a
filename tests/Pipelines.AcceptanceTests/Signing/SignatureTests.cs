using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Signing;

/// <summary>What this program signs, others verify.</summary>
public sealed class SignatureTests
{
    [Fact]
    [Trait("needs", "node")]
    public async Task SigstoresOwnPackagesVerifyWhatWasSigned()
    {
        using var site = Signed(out _);
        var tools = await NpmFolder.InstallAsync("sigstore");
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var envelope =
            Assert.Single(Directory.EnumerateFiles(site[".pipelines/store/tiny/releases"], "*.json", SearchOption.AllDirectories), path =>
                path.Contains("/signatures/", StringComparison.Ordinal));

        using var command = Command.Start(["node", $"{tools}/verify.mjs", envelope, site["release.pub"]]);
        var statement = JsonNode.Parse((await command.EndAsync()).Ends(0).Output)!;

        var digest = (string?)statement["subject"]![0]!["digest"]!["sha256"];
        Assert.StartsWith((await site.ServedAsync())!.Release, digest, StringComparison.Ordinal);
        Assert.Equal("https://in-toto.io/Statement/v1", (string?)statement["_type"]);
    }

    [Fact]
    [Trait("needs", "node")]
    public async Task TheyRefuseWhatWasChanged()
    {
        using var site = Signed(out _);
        var tools = await NpmFolder.InstallAsync("sigstore");
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var envelope = Directory.EnumerateFiles(site[".pipelines/store/tiny/releases"], "*.json", SearchOption.AllDirectories)
            .Single(path => path.Contains("/signatures/", StringComparison.Ordinal));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(envelope))!;
        json["payloadType"] = "application/json";
        await File.WriteAllTextAsync(envelope, json.ToJsonString());

        using var command = Command.Start(["node", $"{tools}/verify.mjs", envelope, site["release.pub"]]);
        (await command.EndAsync()).Ends(1).Says("the signature is wrong");
        (await site.RunAsync("releases", "verify")).Ends(1).Says("is not a signature");
    }

    /// <summary>The published program is trimmed: all that signing needs is in it.</summary>
    [Fact]
    public async Task AnotherPersonsReleaseIsRefusedAndWhatIsLiveStays()
    {
        using var site = Signed(out var key);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        site.Configure(Configs.Restart(top: "signing: { key: env:KEY }"));
        site.Variables = [("KEY", other.ExportPkcs8PrivateKeyPem())];
        var package = await CommandLine.RunAsync(["package", "--path", site.Build("v2"), "--output", "json"], site.Path, site.Variables);
        site.Configure(Configs.Restart(top: "signing: { trust: [release.pub] }"));

        (await site.RunAsync("deploy", "--release", package.Ends(0).Text("release"))).Ends(1)
            .Says("is rejected, because no key of signing.trust has signed it", "The live release is unchanged.");

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        Assert.DoesNotContain(key.ExportPkcs8PrivateKeyPem().Split('\n')[1], package.All, StringComparison.Ordinal);
    }

    private static Site Signed(out ECDsa key)
    {
        var site = new Site(Configs.Restart(top: "signing: { key: env:KEY, trust: [release.pub] }"));
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(site["release.pub"], key.ExportSubjectPublicKeyInfoPem());
        site.Variables = [("KEY", key.ExportPkcs8PrivateKeyPem())];
        return site;
    }
}
