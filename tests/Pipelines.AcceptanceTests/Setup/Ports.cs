using System.Net;
using System.Net.Sockets;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>Ports for services of tests: below those that the system gives to clients, each given once.</summary>
internal static class Ports
{
    private const int First = 20000;
    private const int Count = 12000;

    private static int s_next = Random.Shared.Next(Count);

    public static int Free()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref s_next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    /// <summary>The first of so many that are given to nobody else, for a server that picks its own.</summary>
    public static int Span(int count)
    {
        while (true)
        {
            var first = (Interlocked.Add(ref s_next, count) - count + 1) % Count;
            if (first + count <= Count)
            {
                return First + first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
