using System.Diagnostics;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Releases.Trees;

namespace Pipelines.Tests.Releases.Trees;

public sealed class TreeWalkerTests : IDisposable
{
    private readonly ReleaseWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void ATreeIsWalkedInByteOrder()
    {
        _world.Write("b/x", "1");
        _world.Write("b-", "2");
        _world.Write("B", "3");
        _world.Write("\U0001F389", "4");
        _world.Write("\uFF5E", "5");
        Directory.CreateDirectory(_world.At("empty"));
        Assert.Equal(["B", "b", "b-", "b/x", "empty", "\uFF5E", "\U0001F389"], Walk());
    }

    [Fact]
    public void DotfilesArePackagedAndOnlyOurOwnDirectoriesAreNot()
    {
        _world.Write(".git/config", "x");
        _world.Write(".pipelines/store/a", "x");
        _world.Write("sub/.git/config", "x");
        _world.Write(".config/a", "x");
        _world.Write(".gitignore", "x");
        Assert.Equal([".config", ".config/a", ".gitignore", "sub"], Walk());
    }

    /// <summary>In a worktree and in a submodule, .git is a file that names a directory.</summary>
    [Fact]
    public void AFileOfGitIsNotPackagedEither()
    {
        _world.Write(".git", "gitdir: /home/ann/backend/.git/worktrees/x\n");
        _world.Write("vendor/lib/.git", "gitdir: ../../.git/modules/lib\n");
        _world.Write("vendor/lib/a", "x");
        _world.Write("a.git", "x");
        Assert.Equal(["a.git", "vendor", "vendor/lib", "vendor/lib/a"], Walk());
    }

    /// <summary>The kind: own files are not the user's.</summary>
    [Theory]
    [InlineData("data/store")]
    [InlineData("data/../data/store/")]
    [InlineData("link/store")]
    public void OwnPlacesAreLeftOutWhateverTheRulesSay(string own)
    {
        _world.Write("data/store/backend/packs/1", "x");
        _world.Write("data/store2", "x");
        _world.Write("other/data/store", "x");
        _world.Link("link", "data");
        var spec = new PackageSpec(_world.Tree) { Exclude = ["!data/store", "!**"], Own = [_world.At(own), _world.At("absent"), "/srv"] };

        Assert.Equal(["data", "data/store2", "link", "other", "other/data", "other/data/store"], Walk(spec));
        Assert.Equal(["data", "data/store2"], Walk(spec with { Exclude = [], Include = ["/data"] }));
        Assert.Empty(Walk(spec with { Exclude = [], Include = ["packs"] }));
    }

    [Fact]
    public void ATreeThatIsAnOwnPlaceIsRefusedAlsoThroughALink()
    {
        _world.Write("a", "x");
        File.CreateSymbolicLink(_world.Tree + "-link", _world.Tree);

        foreach (var own in new[] { _world.Tree, _world.Tree + "/", _world.Tree + "-link" })
        {
            var error = Assert.Throws<PipelineException>(() => Walk(new PackageSpec(_world.Tree) { Own = [own] }));
            Assert.StartsWith($"{own}: the directory to package is a store or the root of a host.", error.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheIgnoreFileIsObeyedAndTheSpecHasTheLastWord()
    {
        _world.Write(".pipelinesignore", "# maps\n*.map\n/build/\n");
        _world.Write("a.map", "x");
        _world.Write("keep.map", "x");
        _world.Write("build/x", "x");
        _world.Write("src/build/x", "x");
        var spec = new PackageSpec(_world.Tree) { Exclude = ["!keep.map", "src/build/x"] };
        Assert.Equal([".pipelinesignore", "keep.map", "src", "src/build"], Walk(spec));
    }

    [Fact]
    public void IncludeSelectsAndBringsTheDirectoriesAbove()
    {
        _world.Write("dist/js/a.js", "x");
        _world.Write("dist/a.css", "x");
        _world.Write("src/a.ts", "x");
        _world.Write("lib/deep/b.js", "x");
        var spec = new PackageSpec(_world.Tree) { Include = ["/dist/js", "lib/**/*.js"] };
        Assert.Equal(["dist", "dist/js", "dist/js/a.js", "lib", "lib/deep", "lib/deep/b.js"], Walk(spec));
    }

    [Theory]
    [InlineData(".env", "A=b")]
    [InlineData("config/.env.production", "A=b")]
    [InlineData("id_ed25519", "x")]
    [InlineData("gha-creds-1234.json", "{}")]
    [InlineData("home/.aws/credentials", "x")]
    [InlineData(".netrc", "x")]
    [InlineData("certificate.pfx", "x")]
    [InlineData("tls/server.pem", "-----BEGIN CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----\n")]
    [InlineData("tls/server.key", "-----BEGIN PRIVATE KEY-----\n")]
    [InlineData(".npmrc", "registry=x\n//host/:_authToken=abc\n")]
    public void ASecretIsRefusedUnlessAllowed(string path, string content)
    {
        _world.Write(path, content);
        var error = Assert.Throws<PipelineException>(() => Walk());
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Equal(path, Assert.Single(error.Problems).Where);
        Assert.Contains(path, Walk(new PackageSpec(_world.Tree) { AllowSecrets = ["/" + path] }));
        Assert.DoesNotContain(path, Walk(new PackageSpec(_world.Tree) { Exclude = [path] }));
    }

    [Theory]
    [InlineData(".env.example", "A=b")]
    [InlineData(".env.sample", "A=b")]
    [InlineData("id_rsa.pub", "x")]
    [InlineData("ca.pem", "-----BEGIN CERTIFICATE-----\n")]
    [InlineData(".npmrc", "//host/:_authToken=${NPM_TOKEN}\n")]
    [InlineData("environment.ts", "x")]
    public void WhatIsNoSecretIsPackaged(string path, string content)
    {
        _world.Write(path, content);
        Assert.Contains(path, Walk());
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../../x")]
    [InlineData("x/../../../etc")]
    [InlineData("x/../y")]
    public void ALinkThatMayLeaveTheTreeIsRefused(string target)
    {
        _world.Link("link", target);
        Assert.Equal("link", Assert.Single(Assert.Throws<PipelineException>(() => Walk()).Problems).Where);
    }

    [Fact]
    public void ALinkInsideTheTreeIsKeptAndNotFollowed()
    {
        _world.Write("real/file", "x");
        _world.Link("deep/er/link", "../../real");
        _world.Link("dangling", "not/there");
        Assert.Equal(["dangling", "deep", "deep/er", "deep/er/link", "real", "real/file"], Walk());
    }

    [Fact]
    public void SpecialFilesBitsAndNamesAreRefusedTogether()
    {
        using (var mkfifo = Process.Start("mkfifo", [_world.At("fifo")]))
        {
            mkfifo.WaitForExit();
        }

        _world.Write("setuid", "x", 0x9ED);
        _world.Write("new\nline", "x");
        using (var shell = Process.Start("sh", ["-c", "printf x > \"$1/$(printf 'bad\\377name')\"", "sh", _world.Tree]))
        {
            shell.WaitForExit();
        }

        Directory.CreateDirectory(_world.At("sticky"));
        File.SetUnixFileMode(_world.At("sticky"), UnixFileMode.StickyBit | UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var problems = Assert.Throws<PipelineException>(() => Walk()).Problems;
        using (var delete = Process.Start("find", [_world.Tree, "-name", "bad*", "-delete"])) // the framework cannot name it
        {
            delete.WaitForExit();
        }

        Assert.Equal(["bad\uFFFDname", "fifo", "new\\u000aline", "setuid", "sticky"],
            problems.Select(p => p.Where!).Order(StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.NotNull(problem.Hint));
    }

    [Fact]
    public void ALongListOfProblemsIsCut()
    {
        for (var i = 0; i < 25; i++)
        {
            _world.Link($"link{i}", "/etc");
        }

        var problems = Assert.Throws<PipelineException>(() => Walk()).Problems;
        Assert.Equal(21, problems.Count);
        Assert.Equal("... and 5 more.", problems[^1].What);
    }

    [Fact]
    public void ATreeThatIsNotThereIsBadInput() =>
        Assert.Equal(ExitCode.BadInput, Assert.Throws<PipelineException>(() => Walk(new PackageSpec(_world.At("none")))).ExitCode);

    private List<string> Walk(PackageSpec? spec = null)
    {
        var paths = new List<string>();
        new TreeWalker(new NativeFiles())
            .Walk(spec ?? new PackageSpec(_world.Tree), entry => paths.Add(entry.Path), CancellationToken.None);
        return paths;
    }
}
