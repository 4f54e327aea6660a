using System.Globalization;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>Stops and continues a process that a test started.</summary>
internal static class Signals
{
    public static Task StopAsync(int id) => SendAsync("STOP", id);

    public static Task ContinueAsync(int id) => SendAsync("CONT", id);

    public static Task InterruptAsync(int id) => SendAsync("INT", id);

    private static async Task SendAsync(string signal, int id) =>
        (await Command.RunAsync("sh", "-c", "kill -s \"$0\" \"$1\"", signal, id.ToString(CultureInfo.InvariantCulture))).Ends(0);
}
