using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>What keeps a host from being deployed to is one error that says what to do, and nothing has changed.</summary>
[Trait("needs", "openssh")]
public sealed class SshInputTests
{
    private const string FilesOnly = """
        app: tiny
        environments:
          production:
            hosts: ["local:"]
        """;

    [Fact]
    public async Task AHostThatIsDown()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        sshd.Stop();
        await FailsAsync(site, "the host cannot be reached: ", "Connection refused", "Check the address");
    }

    [Fact]
    public async Task AHostWhoseNameNobodyKnows()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly.Replace("local:", "ssh://web-1.invalid", StringComparison.Ordinal));
        await FailsAsync(site, "the host cannot be reached: ", "Could not resolve hostname");
    }

    [Fact]
    public async Task AKeyThatIsNotLetIn()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        (await Command.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", site["other"])).Ends(0);
        site.Variables = [("DEPLOY_KEY", await File.ReadAllTextAsync(site["other"]))];
        await FailsAsync(site, "does not accept", "Permission denied", "authorized_keys");
    }

    [Fact]
    public async Task AUserThatDoesNotExist()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        site.Configure(_ => sshd.Config(FilesOnly).Replace($"{Environment.UserName}@", "nobody-of-that-name@", StringComparison.Ordinal));
        await FailsAsync(site, "does not accept nobody-of-that-name", "Check that this user exists there");
    }

    [Fact]
    public async Task AHostKeyThatHasChanged()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        sshd.Stop();
        await sshd.NewHostKeyAsync();
        await sshd.StartAsync();
        await FailsAsync(site, "the host shows another key than before", "environments.production.ssh.known-hosts");
    }

    [Fact]
    public async Task AHostKeyThatIsNotPinned()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        await File.WriteAllTextAsync(site["known_hosts"], sshd.KnownHost.Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal));
        await FailsAsync(site, "the key that the host shows is not in environments.production.ssh.known-hosts", "ssh-keyscan -p");
    }

    [Theory]
    [InlineData("nonsense", "this is not a private key that ssh can use")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "environments.production.ssh.key: ")]
    public async Task AKeyThatIsNone(string key, string says)
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        site.Variables = [("DEPLOY_KEY", key)];
        await FailsAsync(site, 2, says, "Expected the whole text of a key file");
    }

    [Fact]
    public async Task AKeyWithAPassphrase()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        (await Command.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", site["locked"])).Ends(0);
        site.Variables = [("DEPLOY_KEY", await File.ReadAllTextAsync(site["locked"]))];
        await FailsAsync(site, 2, "protected by a passphrase");
    }

    [Fact]
    public async Task AnotherProcessorIsSaidBeforeAnythingMoves()
    {
        using var site = new Site(_ => FilesOnly);
        Directory.CreateDirectory(site["bin"]);
        await File.WriteAllTextAsync(site["bin/uname"], "#!/bin/sh\n[ \"$1\" = -m ] && echo riscv64 || echo Linux\n");
        (await Command.RunAsync("chmod", "+x", site["bin/uname"])).Ends(0);
        await using var sshd = await Sshd.StartAsync(site, path: $"{site["bin"]}:/usr/bin:/bin");
        sshd.Configure(_ => FilesOnly);
        await FailsAsync(site, "and the host is Linux riscv64. Nothing was sent.");
        Assert.False(Directory.Exists(sshd.Programs));
    }

    [Fact]
    public async Task AHomeWithoutSpace()
    {
        using var site = new Site(_ => FilesOnly);
        Directory.CreateDirectory(site["home/.cache"]);
        await using var disk = await SmallDisk.MountAsync(site["home/.cache"]);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        await FailsAsync(site, "there is no space for the program", "No space left");
        Assert.Empty(Directory.EnumerateFileSystemEntries(sshd.Programs));
    }

    [Fact]
    public async Task ARootThatIsTaken()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        await File.WriteAllTextAsync(site.Live, "a file");
        await FailsAsync(site, $"{site.Live} is a file, and a deployment needs a directory of its own there");
    }

    [Fact]
    public async Task ALoginThatPrints()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        await File.WriteAllTextAsync(site["home/.bashrc"], "echo Welcome to web-1\n");
        await FailsAsync(site, "expected the engine, found \"Welcome to web-1\"", "has to print nothing");
    }

    [Fact]
    public async Task NoSshHere()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        site.Variables = [.. site.Variables, ("PATH", site["nothing"])];
        await FailsAsync(site, "is not on PATH, and hosts that begin with ssh:// need it", "openssh-client");
    }

    [Fact]
    public async Task ARelativeRoot()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        site.Configure(_ => sshd.Config($"{FilesOnly}\n    deploy: {{ root: live }}").Replace(site.Live, "", StringComparison.Ordinal));
        await FailsAsync(site, 2, "environments.production.deploy.root: \"live\" is relative to this file", "Expected an absolute path");
    }

    /// <summary>Without host keys in the configuration, a host is accepted when it is seen first, which is said; after that only with the
    /// same key.</summary>
    [Fact]
    public async Task AHostThatWasNeverSeenIsAcceptedLoudly()
    {
        using var site = new Site(_ => FilesOnly);
        await using var sshd = await Sshd.StartAsync(site);
        sshd.Configure(_ => FilesOnly);
        await File.WriteAllTextAsync(site["ssh_config"], $"UserKnownHostsFile {site["learned"]}\n");
        site.Configure(_ =>
            sshd.Config(FilesOnly).Replace("known-hosts: file:known_hosts", "config: ssh_config", StringComparison.Ordinal));

        (await site.DeployAsync(site.Build("v1"))).Ends(0).Says("warning: ", "was accepted without a check", "known-hosts");
        var second = (await site.DeployAsync(site.Build("v2"))).Ends(0);
        Assert.DoesNotContain("accepted without a check", second.All, StringComparison.Ordinal);

        sshd.Stop();
        await sshd.NewHostKeyAsync();
        await sshd.StartAsync();
        (await site.DeployAsync(site.Build("v3"))).Ends(1).Says("the host shows another key than before");
    }

    private static Task FailsAsync(Site site, params IEnumerable<string> texts) => FailsAsync(site, 1, texts);

    private static async Task FailsAsync(Site site, int status, params IEnumerable<string> texts)
    {
        var failed = (await site.DeployAsync(site.Build("v1"))).Ends(status).Says(texts);
        Assert.Equal(1, failed.All.Split('\n').Count(line => line.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(site.Live));
    }
}
