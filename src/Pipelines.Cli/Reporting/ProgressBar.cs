using Pipelines.Reporting;

namespace Pipelines.Cli.Reporting;

/// <summary>Progress on a terminal: one line, redrawn at most ten times a second.</summary>
internal sealed class ProgressBar(TextWriter terminal, TimeProvider clock) : IProgressView
{
    private const int Width = 30;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    private readonly ProgressText _text = new(clock);
    private long _last;
    private bool _drawn;

    public void Show(Progress progress, Action<string> line)
    {
        _text.See(progress);
        if (_last == 0 || clock.GetElapsedTime(_last) >= Every || progress.Done == progress.Total)
        {
            _last = clock.GetTimestamp();
            _drawn = true;
            terminal.Write($"\r\e[2K\e[?7l{_text.Of(progress)}{Bar(progress)}\e[?7h"); // a line that is too wide is truncated, not wrapped
        }
    }

    public void Clear()
    {
        if (_drawn)
        {
            _drawn = false;
            terminal.Write("\r\e[2K");
        }
    }

    private static string Bar(Progress progress)
    {
        if (progress.Total is not > 0)
        {
            return "";
        }

        var filled = (int)Math.Clamp(Width * progress.Done / progress.Total.Value, 0, Width);
        return $" [{new string('#', filled)}{new string('.', Width - filled)}]";
    }
}
