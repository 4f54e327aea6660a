using Pipelines.Adapters.Configuration;
using Pipelines.Adapters.Health;
using Pipelines.Adapters.Hosts;
using Pipelines.Adapters.Notifications;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Postgres;
using Pipelines.Adapters.Processes;
using Pipelines.Adapters.Stores;
using Pipelines.Adapters.Stores.Postgres;
using Pipelines.Adapters.Stores.S3;
using Pipelines.Configuration;
using Pipelines.Deployments;
using Pipelines.Errors;
using Pipelines.Health;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Notifications;
using Pipelines.Processes;
using Pipelines.Releases;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Adapters;

/// <summary>The real edges: this machine's directories and processes, and the network.</summary>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="clock">The clock.</param>
public sealed class Connections(Func<string, string?> variable, TimeProvider clock) : IConnections
{
    private readonly Lazy<HttpClient> _http = new(() => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }));

    public IHolderProbe Holders { get; } = new HolderProbe();

    public INativeFiles Files { get; } = new NativeFiles();

    public IProcessRunner Processes { get; } = new SystemProcessRunner(clock);

    public IStore Store(string location, string directory) => location.Split(':', 2) switch
    {
        ["file", { Length: > 0 } path] => new FileStore(Path.GetFullPath(path, directory), clock),
        [BucketLocationText.Scheme, ['/', '/', ..]] => new S3Store(BucketLocationText.Parse(location), variable, clock),
        _ => throw PipelineException.BadInput(
            "store", $"\"{location}\" is not a store. Expected file:PATH, such as {StoreKeys.DefaultLocation}, or s3://BUCKET/PREFIX?region=REGION."),
    };

    public IStore State(string location, string directory, ISecretSource secrets)
    {
        if (SecretReference.TryParse(location, out var reference) && reference.Kind == SecretKind.Variable)
        {
            return new PostgresStore(PostgresConnection.Parse(secrets.Resolve(reference)), clock);
        }

        if (!PostgresConnection.IsUrl(location))
        {
            return Store(location, directory);
        }

        var database = PostgresConnection.Parse(new Secret(location));
        return database.Password is null
            ? new PostgresStore(database, clock)
            : throw PipelineException.BadInput("state", "it holds a password.", "Put the address into a variable that comes from a secret, and write state: env:NAME; or leave the password to PGPASSWORD.");
    }

    public IHostFactory Hosts(IStore store, string app) => new HostFactory(store, app, new HealthProver(new Probe(Processes, clock), clock), Processes, clock);

    public INotifier Notifier(NotifierSpec spec, ISecretSource secrets)
    {
        var url = secrets.Resolve(spec.Url);
        WebhookUrl.Parse(url);
        return spec.Channel == NotifierChannel.Discord
            ? new DiscordNotifier(_http.Value, url, clock)
            : new WebhookNotifier(_http.Value, url, spec.SigningKey is { } key ? secrets.Resolve(key) : null, clock);
    }

    public ISecretSource Secrets(string directory, IReporter reporter) => new SecretSource(variable, directory, reporter);
}
