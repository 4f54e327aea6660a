using Pipelines.Configuration.Schema;

namespace Pipelines.Gates.Requirements;

/// <summary>A kind of requirement: its key under <c>requires</c>, and what it requires there.</summary>
public abstract record RequirementKind(Key Key)
{
    /// <summary>A kind whose key is one requirement.</summary>
    public static RequirementKind One<T>(Key<T> key)
        where T : class, IRequirement => Many(key, requirement => [requirement]);

    /// <summary>A kind whose key may be several requirements.</summary>
    public static RequirementKind Many<T>(Key<T> key, Func<T, IEnumerable<IRequirement>> read)
        where T : class => new Typed<T>(key, read);

    /// <summary>The requirements of an environment; empty if the key is absent.</summary>
    internal abstract IEnumerable<IRequirement> Read(ConfigRecord requires);

    private sealed record Typed<T>(Key<T> Typing, Func<T, IEnumerable<IRequirement>> Make) : RequirementKind(Typing)
        where T : class
    {
        internal override IEnumerable<IRequirement> Read(ConfigRecord requires) => requires.Get(Typing) is { } value ? Make(value) : [];
    }
}
