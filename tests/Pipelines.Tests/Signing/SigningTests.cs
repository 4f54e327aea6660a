using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Pipelines.Tests.Inventory;

namespace Pipelines.Tests.Signing;

/// <summary>Releases signed when they are packaged, and refused by hosts otherwise.</summary>
public sealed class SigningTests
{
    private const string Trusting = "signing: { key: env:KEY, trust: [release.pub] }";

    [Fact]
    public async Task ASignedReleaseGoesLiveAndSaysWhoSignedIt()
    {
        using var world = NewWorld(Trusting, out var key);
        var id = await world.DeployAsync("1");

        Assert.Contains($"valid, by {Id(key)}", await world.EndsAsync(0, "releases", "show", "production"), StringComparison.Ordinal);
        Assert.Contains("all digests match, and signed by a trusted key.", await world.EndsAsync(0, "releases", "verify"),
            StringComparison.Ordinal);
        Assert.True(File.Exists(world[$".pipelines/store/backend/releases/{id}/signatures/{Id(key)}.json"]));
    }

    [Fact]
    public async Task WithPinnedKeysAnUnsignedReleaseIsRefused()
    {
        using var world = NewWorld("", out _);
        world.Write("version", "1");
        var unsigned = (await world.JsonAsync(0, "package")).GetProperty("release").GetString()!;
        world.Top("signing: { trust: [release.pub] }");

        var text = await world.EndsAsync(1, "deploy", "--environment", "production", "--release", unsigned);

        Assert.Contains($"release {unsigned} is rejected, because no key of signing.trust has signed it: There is no signature by", text,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(world[$"live/production/releases/{unsigned}"]));
        Assert.Contains("There is no signature by", await world.EndsAsync(1, "releases", "verify"), StringComparison.Ordinal);
        await world.EndsAsync(1, "releases", "fetch", unsigned, "--to", world["out"]);
        await world.EndsAsync(1, "releases", "export", unsigned, "--to", world["out.zip"]);
    }

    [Fact]
    public async Task AReleaseThatWasStagedBeforeKeysWerePinnedIsRefusedToo()
    {
        using var world = NewWorld("", out _);
        await world.DeployAsync("1");
        var second = await world.DeployAsync("2");
        world.Top(Trusting);

        Assert.Contains("is rejected", await world.EndsAsync(1, "rollback", "--environment", "production"), StringComparison.Ordinal);
        Assert.EndsWith(second, new DirectoryInfo(world["live/production/current"]).LinkTarget, StringComparison.Ordinal);
        await world.EndsAsync(0, "releases", "sign", "previous", "--environment", "production");
    }

    [Fact]
    public async Task AnotherKeysSignatureIsNotBelieved()
    {
        using var world = NewWorld("signing: { key: env:KEY }", out var key);
        world.Write("version", "1");
        var id = (await world.JsonAsync(0, "package")).GetProperty("release").GetString()!;
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(world["release.pub"], other.ExportSubjectPublicKeyInfoPem());
        world.Top("signing: { trust: [release.pub] }");
        Assert.Contains($"It is signed by {Id(key)}, which is not in signing.trust.",
            await world.EndsAsync(1, "deploy", "--environment", "production", "--release", id), StringComparison.Ordinal);

        // The same, under the name of the trusted key.
        var signatures = world[$".pipelines/store/backend/releases/{id}/signatures"];
        File.Move($"{signatures}/{Id(key)}.json", $"{signatures}/{Id(other)}.json");
        Assert.Contains("is not a signature", await world.EndsAsync(1, "deploy", "--environment", "production", "--release", id),
            StringComparison.Ordinal);
        await File.WriteAllTextAsync($"{signatures}/{Id(other)}.json",
            (await File.ReadAllTextAsync($"{signatures}/{Id(other)}.json")).Replace(Id(key), Id(other), StringComparison.Ordinal));
        Assert.Contains("is not a signature", await world.EndsAsync(1, "deploy", "--environment", "production", "--release", id),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASignatureOfAnotherReleaseIsNotOneOfThis()
    {
        using var world = NewWorld(Trusting, out var key);
        var first = await world.DeployAsync("1");
        world.Write("version", "2");
        var second = (await world.JsonAsync(0, "package")).GetProperty("release").GetString()!;
        var store = world[".pipelines/store/backend/releases"];
        File.Copy($"{store}/{first}/signatures/{Id(key)}.json", $"{store}/{second}/signatures/{Id(key)}.json", overwrite: true);

        var text = await world.EndsAsync(1, "deploy", "--environment", "production", "--release", second);

        Assert.Contains("is valid, but the signed statement is about another release: backend with the digest", text,
            StringComparison.Ordinal);
        Assert.Contains(first, await world.EndsAsync(0, "status", "--environment", "production"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysAreChangedWithoutAGap()
    {
        using var world = NewWorld("signing: { key: env:KEY, trust: [release.pub, next.pub] }", out _);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(world["next.pub"], next.ExportSubjectPublicKeyInfoPem());
        await world.DeployAsync("1");
        world.Run.Variables["KEY"] = next.ExportECPrivateKeyPem();
        await world.DeployAsync("2");
        await world.EndsAsync(0, "releases", "sign", "previous", "--environment", "production");
        world.Top("signing: { key: env:KEY, trust: [next.pub] }");

        await world.EndsAsync(0, "rollback", "--environment", "production");
        await world.EndsAsync(0, "releases", "verify");
    }

    [Fact]
    public async Task OpenSslVerifiesWhatWasSignedAndTheStatementIsOfSlsa()
    {
        using var world = NewWorld(Trusting, out var key);
        world.Run.Variables["GITHUB_ACTIONS"] = "true";
        foreach (var (name, value) in new[] { ("GITHUB_REPOSITORY", "acme/backend"), ("GITHUB_SERVER_URL", "https://github.example"),
            ("GITHUB_RUN_ID", "7"), ("GITHUB_SHA", "c0ffee"), ("GITHUB_REF_NAME", "main") })
        {
            world.Run.Variables[name] = value;
        }

        var digest = (await world.JsonAsync(0, "package")).GetProperty("digest").GetString()!;
        var envelope =
            JsonNode.Parse(
                await File.ReadAllTextAsync(world[$".pipelines/store/backend/releases/{digest[..12]}/signatures/{Id(key)}.json"]))!;
        var (type, payload) = ((string)envelope["payloadType"]!, Convert.FromBase64String((string)envelope["payload"]!));
        await File.WriteAllBytesAsync(world["pae"],
            [.. System.Text.Encoding.UTF8.GetBytes($"DSSEv1 {type.Length} {type} {payload.Length} "), .. payload]);
        await File.WriteAllBytesAsync(world["sig"], Convert.FromBase64String((string)envelope["signatures"]![0]!["sig"]!));
        using var openssl =
            Process.Start("openssl",
                ["dgst", "-sha256", "-verify", world["release.pub"], "-signature", world["sig"], "-out", world["said"], world["pae"]]);
        await openssl.WaitForExitAsync();

        Assert.Equal(0, openssl.ExitCode);
        var statement = JsonNode.Parse(payload)!;
        Assert.Equal(digest, (string?)statement["subject"]![0]!["digest"]!["sha256"]);
        Assert.Equal("https://in-toto.io/Statement/v1", (string?)statement["_type"]);
        Assert.Equal("https://slsa.dev/provenance/v1", (string?)statement["predicateType"]);
        Assert.Equal("https://github.example", (string?)statement["predicate"]!["runDetails"]!["builder"]!["id"]);
        Assert.Equal("git+https://github.example/acme/backend@main",
            (string?)statement["predicate"]!["buildDefinition"]!["resolvedDependencies"]![0]!["uri"]);
    }

    [Theory]
    [InlineData("openssl dgst -sha256 -sign key.pem -out {signature} {message}", 0, "")]
    [InlineData("sh sign-in-base64.sh {message} {signature}", 0, "")]
    [InlineData("openssl dgst -sha512 -sign key.pem -out {signature} {message}", 1, "does not match the public key")]
    [InlineData("false", 1, "signing.key: the command ended with status 1")]
    [InlineData("true", 1, "did not write the file {signature}")]
    public async Task ACommandSigns(string command, int status, string says)
    {
        using var world =
            NewWorld($"signing: {{ key: {{ command: \"{command}\", public-key: release.pub }}, trust: [release.pub] }}", out var key);
        await File.WriteAllTextAsync(world["key.pem"], key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(world["sign-in-base64.sh"], "openssl dgst -sha256 -sign key.pem \"$1\" | base64 >\"$2\"\n");

        Assert.Contains(says, await world.EndsAsync(status, "deploy", "--environment", "production"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signing: { key: env:KEY, trust: [missing.pub] }", "signing.trust[0]: the public key missing.pub cannot be read")]
    [InlineData("signing: { key: env:KEY, trust: [rsa.pub] }", "signing.trust[0] (rsa.pub): this is not an ECDSA P-256 public key")]
    [InlineData("signing: { key: env:KEY, trust: [p384.pub] }", "signing.trust[0] (p384.pub): this is not an ECDSA P-256 public key")]
    [InlineData("signing: { key: env:KEY, trust: [private.pem] }", "this is not an ECDSA P-256 public key")]
    [InlineData("signing: { key: env:KEY, trust: [other.pub] }", "is not in signing.trust: hosts would reject the release.")]
    [InlineData("signing: { key: env:NOTHING }", "env:NOTHING: the environment variable NOTHING is not set")]
    [InlineData("signing: { key: file:release.pub }", "signing.key (file:release.pub): this is not an ECDSA P-256 private key")]
    [InlineData("signing: { key: file:rsa.pub }", "signing.key (file:rsa.pub): this is not an ECDSA P-256 private key")]
    public async Task AKeyThatCannotBeUsedIsTold(string top, string says)
    {
        using var world = NewWorld(top, out var key);
        using var rsa = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(world["rsa.pub"], rsa.ExportSubjectPublicKeyInfoPem());
        await File.WriteAllTextAsync(world["p384.pub"], p384.ExportSubjectPublicKeyInfoPem());
        await File.WriteAllTextAsync(world["other.pub"], other.ExportSubjectPublicKeyInfoPem());
        await File.WriteAllTextAsync(world["private.pem"], key.ExportPkcs8PrivateKeyPem());

        var text = await world.EndsAsync(2, "deploy", "--environment", "production");

        Assert.Contains(says, text, StringComparison.Ordinal);
        Assert.DoesNotContain(key.ExportPkcs8PrivateKeyPem().Split('\n')[1], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AtActivationEveryByteIsReadAgainOnRequest()
    {
        using var world = NewWorld("", out _, deploy: ", verify: activation");
        var first = await world.DeployAsync("1");
        var second = await world.DeployAsync("2");
        await world.EndsAsync(0, "rollback", "--environment", "production");
        var staged = world[$"live/production/releases/{second}"];
        File.SetUnixFileMode($"{staged}/version", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync($"{staged}/version", "3");
        File.SetUnixFileMode($"{staged}/version", (UnixFileMode)0x124);

        var text = await world.EndsAsync(1, "deploy", "--environment", "production", "--release", second, "--again");

        Assert.Contains("version: it does not match the SHA-256 in the manifest.", text, StringComparison.Ordinal);
        Assert.EndsWith(first, new DirectoryInfo(world["live/production/current"]).LinkTarget, StringComparison.Ordinal);
    }

    private static string Id(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    private static InventoryWorld NewWorld(string top, out ECDsa key, string deploy = "")
    {
        var world = new InventoryWorld(top, deploy);
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(world["release.pub"], key.ExportSubjectPublicKeyInfoPem());
        world.Run.Variables["KEY"] = key.ExportPkcs8PrivateKeyPem();
        return world;
    }
}
