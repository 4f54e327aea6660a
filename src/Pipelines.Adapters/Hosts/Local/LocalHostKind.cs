using System.Diagnostics.CodeAnalysis;
using Pipelines.Adapters.Posix;
using Pipelines.Configuration.Schema;
using Pipelines.Hosts;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>This machine, in process.</summary>
public sealed class LocalHostKind(HostEngine engine, IStores stores, EphemeralMachine machine) : IHostKind
{
    private const string Scheme = "local:";

    public string Expected => "local: for this machine, or local:/path for a root of its own";

    public bool TryParse(string text, [NotNullWhen(true)] out HostAddress? address, out string? error)
    {
        error = null;
        address = text == Scheme ? new HostAddress(this, text, Machine: "", Root: null)
            : text.StartsWith($"{Scheme}/", StringComparison.Ordinal) ? new HostAddress(this, text, Machine: "", text[Scheme.Length..])
            : null;
        return address is not null;
    }

    public string? WhyEphemeral => machine.Description;

    public IHost Open(HostAddress address, HostSpec spec, ConfigRecord environment, StepContext step) =>
        engine.Open(stores.Releases(step), step.App, address.Name, spec, step.Reporter);
}
