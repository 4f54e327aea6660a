using System.Runtime.InteropServices;

namespace Pipelines.Adapters.Posix;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into a cancelled token, so that the process ends by itself when all is in order again. CI systems
/// send INT and some seconds later TERM, which changes nothing; a person's second Ctrl-C ends the process at once.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _interrupts;

    public StopSignals() => _registrations =
        [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];

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
