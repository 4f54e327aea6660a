namespace Pipelines.Operations;

/// <summary>Something that has to be so on a host before releases can be deployed to it.</summary>
/// <param name="What">What it is, in a few words.</param>
/// <param name="Detail">How it has to be, for people.</param>
/// <param name="Probe">A command that ends with status 0 when it is so.</param>
/// <param name="Commands">Make it so; each may be run again.</param>
internal sealed record SetupTask(
    string What, string Detail, IReadOnlyList<string> Probe, IReadOnlyList<IReadOnlyList<string>> Commands)
{
    /// <summary>The text of a file that is written; null when none is.</summary>
    public string? Text { get; init; }

    /// <summary>What people are shown before it is done; null for the commands as they are.</summary>
    public IReadOnlyList<string>? Shown { get; init; }
}
