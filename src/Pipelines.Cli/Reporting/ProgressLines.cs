using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>Progress in a log: a line every ten seconds.</summary>
internal sealed class ProgressLines(TimeProvider clock) : IProgressView
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly ProgressText _text = new(clock);
    private long _last = clock.GetTimestamp();

    public void Show(Progress progress, Action<string> line)
    {
        _text.See(progress);
        if (clock.GetElapsedTime(_last) >= Every)
        {
            _last = clock.GetTimestamp();
            line(_text.Of(progress));
        }
    }

    public void Clear()
    {
    }
}
