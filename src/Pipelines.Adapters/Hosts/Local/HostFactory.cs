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
    public IHost Create(IStore store, string app, HostAddress address, HostSpec spec)
    {
        var native = new NativeFiles();
        var layout = new HostLayout(address.RootOr(spec.Root));
        var releases =
            new HostReleases(layout, spec, new ReleaseRepository(store, app, native, clock), new ReleaseSignatures(store, app),
                new ReleaseUnpacker(store, native), processes);
        return new LocalHost(address.Name, layout, spec, releases, prover, processes, clock);
    }
}
