using Pipelines.Adapters.Posix;
using Pipelines.Health;
using Pipelines.Hosts;
using Pipelines.Processes;
using Pipelines.Releases;
using Pipelines.Releases.Signatures;
using Pipelines.Releases.Unpacking;
using Pipelines.Stores;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>Makes hosts from their addresses.</summary>
public sealed class HostFactory(HealthProver prover, IProcessRunner processes, TimeProvider clock) : IHostFactory
{
    public IHost Create(IStore releases, string app, HostAddress address, HostSpec spec)
    {
        var native = new NativeFiles();
        var layout = new HostLayout(Path.GetFullPath(address.Root ?? spec.Root));
        var shelf = new ReleaseShelf(layout, spec, new ReleaseRepository(releases, app, native, clock), new ReleaseSignatures(releases, app), new ReleaseUnpacker(releases, native), processes);
        return new LocalHost(address.Name, layout, spec, shelf, prover, processes, clock);
    }
}
