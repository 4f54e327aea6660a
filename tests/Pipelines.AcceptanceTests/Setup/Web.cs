using System.Text.Json;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>Asks services of this machine.</summary>
internal static class Web
{
    private static readonly HttpClient s_http =
        new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = TimeSpan.FromSeconds(10) };
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public static Task<string> GetAsync(int port, string path = "/") => s_http.GetStringAsync(new Uri($"http://127.0.0.1:{port}{path}"));

    /// <summary>What answers at the port; null when nothing does.</summary>
    public static async Task<Answer?> AskAsync(int port)
    {
        try
        {
            return JsonSerializer.Deserialize<Answer>(await GetAsync(port), s_json);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Whether someone accepts connections at a port of this machine.</summary>
    public static bool Answers(int port)
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient("127.0.0.1", port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
