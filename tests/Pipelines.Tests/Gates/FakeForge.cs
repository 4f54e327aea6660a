using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.History.Events;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Gates;

/// <summary>A platform, and stores, that say what a test put here, and fail where it put nothing.</summary>
internal sealed class FakeForge : IForges, IForge, IStores, IIntents, IPlatform, IRoles
{
    public const string Commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public IReadOnlyList<CommitCheck>? Checks { get; set; }

    /// <summary>For checks that change.</summary>
    public Func<IReadOnlyList<CommitCheck>>? ChecksNow { get; set; }

    public ChangeReview? Review { get; set; }

    /// <summary>Those that contain the commit.</summary>
    public IReadOnlyList<CommitBranch> Branches { get; set; } = [];

    public Signature? Signature { get; set; }

    public Dictionary<string, string> RolesByLogin { get; } = [];

    /// <summary>Each is <c>team/login</c>.</summary>
    public HashSet<string> Members { get; } = [];

    public InMemoryStore Records { get; } = new();

    /// <summary>What was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    public IStore Releases(StepContext step) => Noted("store", Records);

    public IStore State(StepContext step) => Noted("state", Records);

    public IPlatform Platform => Noted<IPlatform>("platform", this);

    public IRoles Roles => Noted<IRoles>("roles", this);

    public IRequestThread Requests => throw new NotSupportedException();

    public ICommitStatuses Statuses => throw new NotSupportedException();

    public IDeploymentPages? Pages => null;

    public IForge For(Secret? token) => this;

    public IProjectFiles Files(string reference, CancellationToken cancellation) => throw new NotSupportedException();

    public IReadOnlyList<FreezePeriod> Freezes(CancellationToken cancellation) => throw new NotSupportedException();

    public GateKeeper Keeper(TimeProvider clock) => new(new EventLogs(this, clock), this, this, clock);

    /// <summary>Leaves in the queue what time lets pass.</summary>
    public Task<string?> AddAsync(StepContext step, GateRequest request, GateDecision decision, CancellationToken cancellation) =>
        Task.FromResult(Noted("queue", decision.NextOpen is null ? null : "waiting-one"));

    public Task<IReadOnlyList<CommitCheck>> ChecksAsync(string commit, CancellationToken cancellation) =>
        Task.FromResult(Noted($"checks of {commit}", ChecksNow?.Invoke() ?? Checks)
            ?? throw new PipelineException("GitHub cannot be asked: connection refused."));

    public Task<IReadOnlyList<CommitBranch>> BranchesAsync(string commit, BranchFilter filter, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<CommitBranch>>([.. Branches.Where(branch => filter.Takes(branch.Name))]);

    public Task<ChangeReview?> ReviewAsync(string commit, CancellationToken cancellation) => Task.FromResult(Review);

    public Task<Signature> CommitSignatureAsync(string commit, CancellationToken cancellation) => Task.FromResult(Signature!);

    public Task<Signature?> TagSignatureAsync(string tag, CancellationToken cancellation) => Task.FromResult(Signature);

    public Task<string> RoleAsync(string login, CancellationToken cancellation) =>
        Task.FromResult(RolesByLogin.GetValueOrDefault(login, "none"));

    /// <summary>Logins that may not merge; everybody else may.</summary>
    public HashSet<string> Strangers { get; } = [];

    public Task<bool> MayMergeAsync(string login, CancellationToken cancellation) => Task.FromResult(!Strangers.Contains(login));

    public Task<bool> IsInTeamAsync(string login, string team, CancellationToken cancellation) =>
        Task.FromResult(Members.Contains($"{team}/{login}"));

    private T Noted<T>(string what, T value)
    {
        Asked.Add(what);
        return value;
    }
}
