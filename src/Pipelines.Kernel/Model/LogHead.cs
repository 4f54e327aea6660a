using System.Globalization;

namespace Pipelines.Model;

/// <summary>The last event of a log at some time. As each event is linked to the one before, it stands for all of them.</summary>
/// <param name="Sequence">Number of the event, from 1.</param>
/// <param name="Hash">Its hash, hex.</param>
public sealed record LogHead(long Sequence, string Hash)
{
    private const int Shown = 12;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"event {Sequence} ({Hash[..Math.Min(Shown, Hash.Length)]})");
}
