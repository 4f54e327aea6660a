using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>Machines behind the system's OpenSSH, where the engine of this very program runs.</summary>
public sealed class SshHostKind(IStores stores) : IHostKind
{
    private readonly EngineProgram _program = EngineProgram.Own;
    private readonly ConcurrentDictionary<SshSettings, SshClient> _clients = new();

    public string Expected => $"{SshAddress.Expected} for another machine";

    public IReadOnlyList<Key> Options => [SshKeys.Ssh];

    public bool TryParse(string text, [NotNullWhen(true)] out HostAddress? address, out string? error)
    {
        (address, error) = (null, null);
        if (!text.StartsWith(SshAddress.Scheme, StringComparison.Ordinal) || !SshAddress.TryParse(text, out var parsed, out error))
        {
            return false;
        }

        address = new HostAddress(this, text, parsed.Machine, parsed.Root);
        return true;
    }

    public string? UserOf(HostAddress address) => Place(address).User;

    public HostAddress As(HostAddress address, string user) => address with { Text = $"{Place(address) with { User = user }}" };

    public IHost Open(HostAddress address, HostSpec spec, ConfigRecord environment, StepContext step)
    {
        if (address.Root is null && environment.Get(DeployKeys.Deploy)?.Root is { Length: > 0 } root && !Path.IsPathRooted(root))
        {
            throw PipelineException.BadInput(ConfigPath.Join(environment.PathOf(DeployKeys.Deploy), "root"),
                $"\"{root}\" is relative to this file, which is not on {address.Name}. Expected an absolute path, such as "
                    + $"/srv/{step.App}.");
        }

        var place = Place(address);
        var settings = SshSettings.Of(environment, step);
        var client = _clients.GetOrAdd(settings, one => new SshClient(one));
        var app = new RemoteApp(
            new WireMessage.Open(step.App, address.Name, spec.Root, stores.Releases(step).Location), stores.Releases(step),
            () => RemoteConfiguration.Of(environment, spec, step));
        return new SshHost(new SshEngine(client, place, address.Name, _program), app, step.Reporter);
    }

    private static SshAddress Place(HostAddress address) =>
        SshAddress.TryParse(address.Text, out var parsed, out var error) ? parsed : throw new ArgumentException(error);
}
