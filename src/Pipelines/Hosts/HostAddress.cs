using Pipelines.Configuration.Schema;
using Pipelines.Steps;

namespace Pipelines.Hosts;

/// <summary>Address of a host.</summary>
/// <param name="Kind">The kind that wrote it so.</param>
/// <param name="Text">As written.</param>
/// <param name="Machine">The machine, one text for each; empty for this one.</param>
/// <param name="Root">The root there, as in <c>local:/path</c>; null to take the spec's.</param>
public sealed record HostAddress(IHostKind Kind, string Text, string Machine, string? Root)
{
    /// <summary>What to call the host: <c>local</c>, or <c>local:/path</c>.</summary>
    public string Name => Text.TrimEnd(':');

    /// <summary>Whether it is this machine.</summary>
    public bool IsHere => Machine.Length == 0;

    /// <summary>The absolute path of the root, without a slash at its end.</summary>
    /// <param name="root">That of the spec.</param>
    public string RootOr(string root) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Root ?? root));

    /// <param name="spec">How the app is deployed there.</param>
    /// <param name="environment">The environment that the host belongs to.</param>
    /// <param name="step">The app, its store, and secrets.</param>
    /// <exception cref="Errors.PipelineException">The host or the store cannot be used as configured.</exception>
    public IHost Open(HostSpec spec, ConfigRecord environment, StepContext step) =>
        Kind.Open(this, spec with { Root = RootOr(spec.Root) }, environment, step);
}
