using Pipelines.Reporting;

namespace Pipelines.Releases.Files;

/// <summary>Counts bytes and files from several threads and reports about every thousandth of the bytes, and the end.</summary>
internal sealed class ProgressMeter(IReporter reporter, string task, long bytes, long files)
{
    private readonly Lock _gate = new();
    private readonly long _step = Math.Max(bytes / 1000, 1 << 20);
    private (long Bytes, long Files) _done;
    private long _reported;

    public void Add(long moreBytes, long moreFiles = 0)
    {
        lock (_gate)
        {
            _done = (_done.Bytes + moreBytes, _done.Files + moreFiles);
            if (_done.Bytes - _reported >= _step || _done == (bytes, files))
            {
                _reported = _done.Bytes;
                reporter.Progress(new Progress(task, _done.Bytes, bytes, "bytes", (_done.Files, files)));
            }
        }
    }
}
