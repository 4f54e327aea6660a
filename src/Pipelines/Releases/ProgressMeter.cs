using Pipelines.Reporting;

namespace Pipelines.Releases;

/// <summary>Counts bytes from several threads and reports about every hundredth of the whole.</summary>
internal sealed class ProgressMeter(IReporter reporter, string task, long total)
{
    private readonly Lock _gate = new();
    private readonly long _step = Math.Max(total / 100, 1 << 20);
    private long _done;
    private long _reported;

    public void Add(long bytes)
    {
        lock (_gate)
        {
            _done += bytes;
            if (_done - _reported >= _step || (_done == total && _reported < total))
            {
                _reported = _done;
                reporter.Progress(new Progress(task, _done, total, "bytes"));
            }
        }
    }
}
