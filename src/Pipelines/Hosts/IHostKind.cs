using System.Diagnostics.CodeAnalysis;
using Pipelines.Configuration.Schema;
using Pipelines.Steps;

namespace Pipelines.Hosts;

/// <summary>A kind of host, by how its addresses are written.</summary>
public interface IHostKind
{
    /// <summary>How an address is written, for messages.</summary>
    string Expected { get; }

    /// <summary>Further keys of an environment, which only this kind reads.</summary>
    IReadOnlyList<Key> Options => [];

    /// <summary>Reads an address.</summary>
    /// <param name="text">As written in the configuration file.</param>
    /// <param name="address">The address; null when it is not one of this kind.</param>
    /// <param name="error">What is wrong with an address that only this kind can mean; null otherwise.</param>
    /// <returns>Whether it is an address of this kind.</returns>
    bool TryParse(string text, [NotNullWhen(true)] out HostAddress? address, out string? error);

    /// <summary>What hosts of this kind are, seen from here, when nothing that is deployed to them lasts: an end for a sentence that begins
    /// with their addresses. Null when it lasts.</summary>
    string? WhyEphemeral => null;

    /// <summary>The user in an address; null when it names none.</summary>
    string? UserOf(HostAddress address) => null;

    /// <summary>The same host, entered as another user; the same address where nobody enters.</summary>
    HostAddress As(HostAddress address, string user) => address;

    /// <param name="address">One of this kind.</param>
    /// <param name="spec">How the app is deployed there; its root is the one at that address.</param>
    /// <param name="environment">The environment that the host belongs to.</param>
    /// <param name="step">The app, its store, and secrets.</param>
    /// <exception cref="Errors.PipelineException">The host or the store cannot be used as configured.</exception>
    IHost Open(HostAddress address, HostSpec spec, ConfigRecord environment, StepContext step);
}
