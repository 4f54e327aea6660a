using System.IO.Pipelines;
using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Hosts;
using Pipelines.Reporting;
using Pipelines.Stores;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Releases;

namespace Pipelines.Tests.Hosts.Wire;

/// <summary>A real host in a directory, behind the protocol: an engine and a controller, with two pipes between them.</summary>
internal sealed class WireWorld : IAsyncDisposable
{
    private readonly Pipe _toHost = new();
    private readonly Pipe _toController = new();

    private readonly bool _ownsHost;

    /// <param name="host">The host; null for a new one.</param>
    public WireWorld(HostWorld? host = null)
    {
        (Host, _ownsHost) = (host ?? new HostWorld(), host is null);
        Channel = new FrameChannel(_toController.Reader.AsStream(), _toHost.Writer.AsStream());
        Serving = new HostServer(Host.Engine, Yaml.Schema, "test", TimeProvider.System)
            .RunAsync(_toHost.Reader.AsStream(), _toController.Writer.AsStream(), CancellationToken.None);
    }

    public HostWorld Host { get; }

    public RecordingReporter Reporter { get; } = new();

    /// <summary>The controller's end.</summary>
    public FrameChannel Channel { get; }

    /// <summary>The engine, until it ends; its exit status.</summary>
    public Task<int> Serving { get; }

    public WireMessage.Open Open => new(ReleaseWorld.App, "web-1", Host.Root, "the store");

    /// <summary>Reads the greeting.</summary>
    public async Task<string> GreetingAsync()
    {
        var greeting = new byte[HostServer.Greeting.Length + 1];
        await _toController.Reader.AsStream(leaveOpen: true).ReadExactlyAsync(greeting);
        return System.Text.Encoding.ASCII.GetString(greeting);
    }

    /// <summary>A controller that has sent the configuration, with these lines for the environment.</summary>
    public Task<HostLink> LinkAsync(string lines = "", params IEnumerable<(string Name, string Value)> secrets) =>
        LinkAsync(Host.Store, lines, secrets);

    public async Task<HostLink> LinkAsync(IStore store, string lines = "", params IEnumerable<(string Name, string Value)> secrets)
    {
        await GreetingAsync();
        var link = await HostLink.BeginAsync(Channel, store, Open, CancellationToken.None);
        await link.SendAsync(secrets.Select(secret => KeyValuePair.Create(secret.Name, new Secret(secret.Value))), CancellationToken.None);
        var text = lines.Length == 0 ? Yaml.LevelOne : Yaml.Environment(lines);
        var settings = DeploySettings.Write(Yaml.Sound(text) with { Text = text }, "production", []);
        await AskAsync(link, number => new WireMessage.Configure(number, "production", settings));
        return link;
    }

    public Task<WireMessage> AskAsync(HostLink link, Func<int, WireMessage> request) =>
        link.AskAsync(request, Reporter, CancellationToken.None);

    public async Task<HostOutcome> ApplyAsync(HostLink link, HostAction action, HostJob job) =>
        ((WireMessage.Done)await AskAsync(link, number => new WireMessage.Apply(number, action, job))).Outcome;

    /// <summary>The controller dies.</summary>
    public ValueTask CutAsync() => _toHost.Writer.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        await _toController.Reader.CompleteAsync();
        await Serving;
        if (_ownsHost)
        {
            Host.Dispose();
        }
    }
}
