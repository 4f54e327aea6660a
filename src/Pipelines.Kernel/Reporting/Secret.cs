namespace Pipelines.Reporting;

/// <summary>
/// A value that must not be displayed. It prints as <c>***</c> wherever it is formatted; only <see cref="Reveal"/> returns it.
/// </summary>
public sealed class Secret(string value) : IEquatable<Secret>
{
    /// <summary>The value itself, for the one call that needs it.</summary>
    public string Reveal() => value;

    public override string ToString() => "***";

    public bool Equals(Secret? other) => other is not null && other.Reveal() == value;

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);
}
