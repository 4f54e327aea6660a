using Pipelines.Adapters.Posix;
using Pipelines.Configuration;
using Pipelines.Health;
using Pipelines.Hosts;
using Pipelines.Processes;
using Pipelines.Releases;
using Pipelines.Releases.Signatures;
using Pipelines.Releases.Unpacking;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>Makes the engine of an app on this machine.</summary>
/// <param name="prover">Asks health checks.</param>
/// <param name="processes">Runs programs.</param>
/// <param name="clock">The clock.</param>
/// <param name="schema">Of the configuration file, for what earlier deployments ran with.</param>
public sealed class HostEngine(HealthProver prover, IProcessRunner processes, TimeProvider clock, Func<ConfigSchema> schema)
{
    /// <param name="store">The store of the releases.</param>
    /// <param name="app">The app.</param>
    /// <param name="name">What to call the host.</param>
    /// <param name="spec">How the app is deployed here; its root is an absolute path without a slash at its end.</param>
    /// <param name="reporter">Told what it waits for; knows which values are masked.</param>
    public IHost Open(IStore store, string app, string name, HostSpec spec, IReporter reporter)
    {
        var native = new NativeFiles();
        var layout = new HostLayout(spec.Root);
        var releases =
            new HostReleases(layout, spec, new ReleaseRepository(store, app, native, clock),
                new ReleaseSignatures(store, app), new ReleaseUnpacker(store, native), processes);
        return new LocalHost(name, new SpecKeeper(layout, spec, schema), releases, prover, processes, clock) { Reporter = reporter };
    }
}
