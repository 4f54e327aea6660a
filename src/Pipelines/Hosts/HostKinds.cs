using System.Diagnostics.CodeAnalysis;
using Pipelines.Configuration.Schema;

namespace Pipelines.Hosts;

/// <summary>Every kind of host there is: they make the configuration key <c>hosts</c>.</summary>
public sealed class HostKinds
{
    private readonly IReadOnlyList<IHostKind> _kinds;

    /// <param name="kinds">Every kind of host.</param>
    public HostKinds(IReadOnlyList<IHostKind> kinds)
    {
        _kinds = kinds;
        Expected = string.Join("; ", kinds.Select(kind => kind.Expected));
        Options = [.. kinds.SelectMany(kind => kind.Options)];
        Hosts = DeployKeys.Hosts with
        {
            Shape = Shapes.Some(new ScalarShape<HostAddress>(Expected, (string text, out HostAddress value, out string? error) =>
                TryParse(text, out value!, out error))),
        };
    }

    /// <summary>What every kind expects, for messages.</summary>
    public string Expected { get; }

    /// <summary>The configuration key.</summary>
    public Key<IReadOnlyList<HostAddress>> Hosts { get; }

    /// <summary>Further keys of an environment, of all kinds.</summary>
    public IReadOnlyList<Key> Options { get; }

    /// <summary>The address of a host by its name; null when that is none.</summary>
    public HostAddress? Find(string name) =>
        TryParse(name, out var address, out _) || TryParse($"{name}:", out address, out _) ? address : null;

    private bool TryParse(string text, [NotNullWhen(true)] out HostAddress? address, out string? error)
    {
        (address, error) = (null, null);
        foreach (var kind in _kinds)
        {
            if (kind.TryParse(text, out address, out error) || error is not null)
            {
                return address is not null;
            }
        }

        return false;
    }
}
