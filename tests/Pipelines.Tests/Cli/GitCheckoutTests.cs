using Pipelines.Adapters.Processes;
using Pipelines.Cli.Hosts;
using Pipelines.Model;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The kind: who and what is known outside of CI too, from whatever git calls a checkout.</summary>
public sealed class GitCheckoutTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task CommitBranchAndPerson()
    {
        var commit = await CommittedAsync("r");

        Assert.Equal(new Origin { Commit = commit, Ref = "trunk", Actor = "Ada Example" }, await ReadAsync("r", "root"));
        Assert.Equal("ada", (await ReadAsync("r", "ada")).Actor);
        Assert.Equal("Ada Example", (await ReadAsync("r", user: null)).Actor);
    }

    [Theory] // tracked files count, what the build wrote does not
    [InlineData("file", true)]
    [InlineData("dist/file", false)]
    public async Task ChangesThatAreNotCommitted(string changed, bool isDirty)
    {
        var commit = await CommittedAsync("r");
        Directory.CreateDirectory(_directory["r/dist"]);
        await File.WriteAllTextAsync(_directory[$"r/{changed}"], "changed");

        Assert.Equal(isDirty ? $"{commit}-dirty" : commit, (await ReadAsync("r")).Commit);
    }

    [Fact]
    public async Task ADirectoryBelow()
    {
        var commit = await CommittedAsync("r");
        Directory.CreateDirectory(_directory["r/apps/one"]);

        Assert.Equal(commit, (await ReadAsync("r/apps/one")).Commit);
    }

    [Fact]
    public async Task AWorktree()
    {
        var commit = await CommittedAsync("r");
        await GitAsync("r", "worktree", "add", "-q", "-b", "feature", _directory["w"]);

        Assert.Equal((commit, "feature"), await ReadAsync("w") is var read ? (read.Commit, read.Ref) : default);
    }

    [Fact]
    public async Task ASubmodule()
    {
        var inner = await CommittedAsync("inner");
        await CommittedAsync("r");
        await GitAsync("r", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", _directory["inner"], "sub");

        Assert.Equal(inner, (await ReadAsync("r/sub")).Commit);
    }

    [Fact]
    public async Task AShallowCloneAndADetachedHead()
    {
        await CommittedAsync("r");
        var commit = await CommittedAsync("r");
        await GitAsync("r", "tag", "-m", "one", "v1");
        await GitAsync(".", "clone", "-q", "--depth", "1", "--branch", "v1", new Uri(_directory["r"]).AbsoluteUri, "s");

        Assert.Equal((commit, "v1"), await ReadAsync("s") is var read ? (read.Commit, read.Ref) : default);
        await GitAsync("s", "tag", "-d", "v1");
        Assert.Equal((commit, null), await ReadAsync("s") is var bare ? (bare.Commit, bare.Ref) : default);
    }

    [Fact]
    public async Task NoCheckoutAndNoCommitYetTellNothing()
    {
        Directory.CreateDirectory(_directory["empty"]);
        Assert.Equal(new Origin { Actor = "ada" }, await ReadAsync("empty", "ada"));
        await GitAsync("empty", "init", "-q", "-b", "trunk");
        Assert.Equal((null, "trunk"), await ReadAsync("empty") is var read ? (read.Commit, read.Ref) : default);
    }

    private async Task<string> CommittedAsync(string name)
    {
        Directory.CreateDirectory(_directory[name]);
        await File.AppendAllTextAsync(_directory[$"{name}/file"], "x");
        await File.WriteAllTextAsync(_directory[$"{name}/.gitignore"], "dist\n");
        await GitAsync(name, "init", "-q", "-b", "trunk");
        await GitAsync(name, "config", "user.name", "Ada Example");
        await GitAsync(name, "config", "user.email", "ada@example.test");
        await GitAsync(name, "add", ".");
        await GitAsync(name, "commit", "-q", "-m", "one");
        return await GitAsync(name, "rev-parse", "HEAD");
    }

    private Task<Origin> ReadAsync(string name, string? user = null) =>
        new GitCheckout(new SystemProcessRunner(TimeProvider.System), _directory[name])
            .CompleteAsync(new Origin { Actor = user }, CancellationToken.None);

    private Task<string> GitAsync(string name, params IEnumerable<string> words) => Git.RunAsync(_directory[name], words);
}
