using System.Net;
using System.Net.Sockets;

namespace Pipelines.Adapters.Posix;

/// <summary>Ports of this machine.</summary>
internal static class Ports
{
    /// <summary>True when something accepts connections there.</summary>
    public static bool IsOpen(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
