using System.Runtime.InteropServices;

namespace Pipelines.Adapters.Posix;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into cancellation, so that the process ends on its own after cleaning up. CI systems send INT and a few
/// seconds later TERM, which changes nothing; a second Ctrl-C by a person ends the process immediately.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _interrupts;

    public StopSignals() => _registrations =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal =>
            PosixSignalRegistration.Create(signal, Stop))];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = context.Signal != PosixSignal.SIGINT || Interlocked.Increment(ref _interrupts) == 1;
        _stop.Cancel();
    }
}
