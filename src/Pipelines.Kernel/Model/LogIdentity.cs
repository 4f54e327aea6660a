namespace Pipelines.Model;

/// <summary>Which event log it is. Tokens of one log say nothing about those of another.</summary>
/// <param name="Id">Hash of its first event: no two logs share it, and a copy keeps it.</param>
/// <param name="Name">What it is about and where it is, for people.</param>
public sealed record LogIdentity(string Id, string Name)
{
    private const int Shown = 12;

    public override string ToString() => $"{Name} (log {Id[..Math.Min(Shown, Id.Length)]})";
}
