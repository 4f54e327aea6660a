namespace Pipelines.Processes;

/// <summary>A program to run, with a list of arguments: never a shell command line.</summary>
/// <param name="FileName">The program, searched on PATH if it has no slash.</param>
/// <param name="Arguments">Arguments, passed unchanged.</param>
public sealed record ProcessCommand(string FileName, params IReadOnlyList<string> Arguments)
{
    /// <summary>Directory to run in; null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables added to the inherited environment; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>How long it may run before it and its child processes are killed; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Program and arguments for display, without environment values.</summary>
    public override string ToString() => string.Join(' ', [FileName, .. Arguments]);
}
