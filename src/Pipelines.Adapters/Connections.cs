using System.Collections.Concurrent;
using Pipelines.Adapters.Configuration;
using Pipelines.Adapters.Forges;
using Pipelines.Adapters.Forges.GitHub;
using Pipelines.Adapters.Forges.GitLab;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Http;
using Pipelines.Adapters.Notifiers.Discord;
using Pipelines.Adapters.Notifiers.Webhooks;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Postgres;
using Pipelines.Adapters.Probes;
using Pipelines.Adapters.Processes;
using Pipelines.Adapters.Signing;
using Pipelines.Adapters.Stores.Files;
using Pipelines.Adapters.Stores.Postgres;
using Pipelines.Adapters.Stores.S3;
using Pipelines.Configuration;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Health;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Processes;
using Pipelines.Releases.Files;
using Pipelines.Reporting;
using Pipelines.Signatures;
using Pipelines.Signing;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;

namespace Pipelines.Adapters;

/// <summary>The real adapters: this machine's directories and processes, and the network.</summary>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="clock">The clock.</param>
public sealed class Connections(Func<string, string?> variable, TimeProvider clock) : IConnections
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);

    private readonly Lazy<HttpClient> _http = new(() => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }));

    /// <summary>Each location is opened once, because each has its own connections.</summary>
    private readonly ConcurrentDictionary<string, IStore> _stores = new();

    private readonly EventLogs _logs = new(clock);

    private RestClient? _rest;

    /// <summary>GitLab's freezes, and until when they are cached: a queue worker asks every few seconds.</summary>
    private (IReadOnlyList<FreezePeriod> Periods, DateTimeOffset Until) _freezes = ([], DateTimeOffset.MinValue);

    public IHolderProbe Holders { get; } = new HolderProbe();

    public INativeFiles Files { get; } = new NativeFiles();

    public IProcessRunner Processes { get; } = new SystemProcessRunner(clock);

    public IStore Store(string location, string directory) => _stores.GetOrAdd($"{directory}\0{location}", _ => location.Split(':', 2) switch
    {
        ["file", { Length: > 0 } path] => new FileStore(Path.GetFullPath(path, directory), clock),
        [BucketLocationText.Scheme, ['/', '/', ..]] => new S3Store(BucketLocationText.Parse(location), variable, clock),
        _ => throw PipelineException.BadInput(
            "store", $"\"{Pipelines.Configuration.AddressCredentials.Without(location)}\" is not a store. Expected file:PATH, such as {StoreKeys.DefaultLocation}, or s3://BUCKET/PREFIX?region=REGION."),
    });

    public IStore State(StepContext step)
    {
        var location = step.Config.Top.Get(StoreKeys.State) ?? step.Require(StoreInputs.Store);
        var isVariable = SecretReference.TryParse(location, out var reference) && reference.Kind == SecretKind.Variable;
        return !isVariable && !PostgresConnection.IsUrl(location)
            ? Store(location, step.Config.Directory)
            : _stores.GetOrAdd($"{step.Config.Directory}\0{location}", _ => isVariable
                ? new PostgresStore(PostgresConnection.Parse(Secrets(step.Config.Directory, step.Reporter).Resolve(reference!)), clock)
                : StateAt(location));
    }

    public EventLog Log(StepContext step, string stage) => _logs.Of(State(step), step.Config.Top.Require(CoreKeys.App), stage);

    /// <summary>The files on this machine, or of the project at a branch or tag.</summary>
    /// <exception cref="PipelineException">A branch or tag is requested, and this is not a run on a platform, or there is no
    /// token.</exception>
    public IProjectFiles ProjectFiles(ConfigPlace place, CancellationToken cancellation) => place.Ref is not { } reference ? new WorkingTreeFiles() : new RefFiles(
        GitHubTarget.IsNamed(variable) ? new GitHubFiles(Rest(place.Token), variable("GITHUB_REPOSITORY")!) : new GitLabFiles(Rest(place.Token), variable("CI_PROJECT_ID")!), reference, cancellation);

    /// <summary>The project's deploy freezes on GitLab.</summary>
    /// <exception cref="PipelineException">This is not a run on GitLab, there is no token, or access is denied.</exception>
    public IReadOnlyList<FreezePeriod> FreezePeriods(Secret? token, CancellationToken cancellation)
    {
        if (GitHubTarget.IsNamed(variable) || !GitLabTarget.IsNamed(variable))
        {
            throw PipelineException.BadInput("freezes", "this is not a run on GitLab, so its deploy freezes cannot be read.",
                "Set CI_API_V4_URL, CI_PROJECT_ID and PIPELINES_TOKEN.");
        }

        if (clock.GetUtcNow() >= _freezes.Until)
        {
            _freezes = (Blocking.Wait(new GitLabFreezes(Rest(token), variable("CI_PROJECT_ID")!).ListAsync, cancellation), clock.GetUtcNow() + AskEvery);
        }

        return _freezes.Periods;
    }

    public IPlatform Platform(Secret? token) => GitHubTarget.IsNamed(variable) ? new GitHubPlatform(Rest(token), variable("GITHUB_REPOSITORY")!, variable("GITHUB_RUN_ID"))
        : new GitLabPlatform(Rest(token), variable("CI_PROJECT_ID")!, variable("CI_PIPELINE_ID"));

    public IRoles Roles(Secret? token) => GitHubTarget.IsNamed(variable) ? new GitHubRoles(Rest(token), variable("GITHUB_REPOSITORY")!)
        : new GitLabRoles(Rest(token), variable("CI_PROJECT_ID")!);

    private IRequestThread Thread(Secret? token) => GitHubTarget.IsNamed(variable) ? new GitHubRequests(Rest(token), variable("GITHUB_REPOSITORY")!)
        : new GitLabRequests(Rest(token), variable("CI_PROJECT_ID")!);

    public IDeploymentPages? Pages(Secret? token) => GitHubTarget.IsNamed(variable)
        ? token is null ? null : new GitHubDeployments(Rest(token), variable("GITHUB_REPOSITORY")!, variable("GITHUB_RUN_ID"))
        : GitLabTarget.IsNamed(variable) && !GitLabDeployments.AreShown(variable) ? new GitLabDeployments(Rest(token), variable("CI_PROJECT_ID")!, variable("CI_COMMIT_TAG")) : null;

    public ISigner Signer(SignerSpec spec, ConfigFile config, ISecretSource secrets) => spec switch
    {
        SignerSpec.Pem pem => new PemSigner(secrets.Resolve(pem.Key), $"signing.key ({pem.Key})"),
        SignerSpec.Command command => new CommandSigner(command.Line, SigningSpec.Read(command.PublicKey, "signing.key.public-key", config), config.Directory, Processes),
        _ => throw new ArgumentOutOfRangeException(nameof(spec)),
    };

    public IHostFactory Hosts(IStore store, string app) => new HostFactory(store, app, new HealthProver(new Probe(Processes, clock), clock), Processes, clock);

    public INotifier Notifier(NotifierSpec spec, ISecretSource secrets, Secret? token)
    {
        if (spec.Channel == NotifierChannel.Comment)
        {
            return new CommentNotifier(() => Thread(token));
        }

        var url = secrets.Resolve(spec.Url!);
        WebhookUrl.Parse(url);
        return spec.Channel == NotifierChannel.Discord
            ? new DiscordNotifier(_http.Value, url, clock)
            : new WebhookNotifier(_http.Value, url, spec.SigningKey is { } key ? secrets.Resolve(key) : null, clock);
    }

    /// <summary>One client per token: what it has read is requested again only if it changed.</summary>
    private RestClient Rest(Secret? token) => _rest ??= new RestClient(
        _http.Value,
        GitHubTarget.IsNamed(variable) ? GitHubTarget.Of(variable, token)
            : GitLabTarget.IsNamed(variable) ? GitLabTarget.Of(variable, token)
            : throw PipelineException.BadInput(
                "platform", "this is not a run on GitHub or GitLab, so neither can be queried.",
                    "Set GITHUB_REPOSITORY, or CI_API_V4_URL and CI_PROJECT_ID, and PIPELINES_TOKEN."),
        clock);

    /// <summary>An address in the file must not contain a password.</summary>
    private PostgresStore StateAt(string address)
    {
        var database = PostgresConnection.Parse(new Secret(address));
        return database.Password is null
            ? new PostgresStore(database, clock)
            : throw PipelineException.BadInput("state", "it contains a password.",
            "Put the address in a variable set from a secret, and write state: env:NAME; or provide the password with PGPASSWORD.");
    }

    public ISecretSource Secrets(string directory, IReporter reporter) => new SecretSource(variable, directory, reporter);
}
