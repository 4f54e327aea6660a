using Pipelines.Configuration.Schema;

namespace Pipelines.Hosts;

/// <summary>Every kind of host there is: they make the configuration key <c>hosts</c>.</summary>
public sealed class HostKinds
{
    /// <param name="kinds">Every kind of host.</param>
    public HostKinds(IReadOnlyList<IHostKind> kinds)
    {
        Expected = string.Join("; ", kinds.Select(kind => kind.Expected));
        Options = [.. kinds.SelectMany(kind => kind.Options)];
        Hosts = DeployKeys.Hosts with
        {
            Shape = Shapes.Some(new ScalarShape<HostAddress>(Expected, (string text, out HostAddress value, out string? error) =>
            {
                (value, error) = (null!, null);
                foreach (var kind in kinds)
                {
                    if (kind.TryParse(text, out var address, out error))
                    {
                        value = address;
                        return true;
                    }

                    if (error is not null)
                    {
                        return false;
                    }
                }

                return false;
            })),
        };
    }

    /// <summary>What every kind expects, for messages.</summary>
    public string Expected { get; }

    /// <summary>The configuration key.</summary>
    public Key<IReadOnlyList<HostAddress>> Hosts { get; }

    /// <summary>Further keys of an environment, of all kinds.</summary>
    public IReadOnlyList<Key> Options { get; }
}
