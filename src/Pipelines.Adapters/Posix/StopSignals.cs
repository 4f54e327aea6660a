using System.Runtime.InteropServices;

namespace Pipelines.Adapters.Posix;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into a cancelled token, and keeps them from ending the process: it ends by itself when
/// all is in order again. CI systems send INT and then TERM; the second one changes nothing.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;

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
        context.Cancel = true;
        _stop.Cancel();
    }
}
