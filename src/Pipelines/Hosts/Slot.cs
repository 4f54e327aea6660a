namespace Pipelines.Hosts;

/// <summary>A place where a release runs.</summary>
/// <param name="Name"><c>main</c> with <see cref="Strategy.Restart"/>; <c>blue</c> or <c>green</c> with
/// <see cref="Strategy.BlueGreen"/> and <see cref="Strategy.Canary"/>.</param>
/// <param name="Port">Its port; null when none is configured.</param>
public sealed record Slot(string Name, int? Port)
{
    public const string MainName = "main";
}
