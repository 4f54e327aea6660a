using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Databases;

/// <summary>
/// A server that accepts whatever psql sends and writes it down: what arrives is how psql itself splits a script.
/// </summary>
internal sealed class PsqlOracle : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TempDirectory _directory = new();

    public PsqlOracle() => _listener.Start();

    /// <summary>The statements that psql sends for a script.</summary>
    public async Task<IReadOnlyList<string>> SplitAsync(string script)
    {
        await File.WriteAllTextAsync(_directory["script.sql"], script, new UTF8Encoding(false));
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        using var psql = Command.Start(["psql", "--no-psqlrc", "--quiet", "--file", _directory["script.sql"],
            FormattableString.Invariant(
                $"host=127.0.0.1 port={port} user=a dbname=a sslmode=disable gssencmode=disable client_encoding=UTF8")],
            directory: _directory.Path);
        var sent = await ServeAsync();
        await psql.EndAsync();
        return sent;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _directory.Dispose();
    }

    private async Task<IReadOnlyList<string>> ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        _ = await BodyAsync(stream);
        await SendAsync(stream, 'R', new byte[4]);
        foreach (var (name, value) in new[] { ("server_version", "15.0"), ("standard_conforming_strings", "on"),
            ("client_encoding", "UTF8") })
        {
            await SendAsync(stream, 'S', Encoding.UTF8.GetBytes($"{name}\0{value}\0"));
        }

        await SendAsync(stream, 'Z', "I"u8.ToArray());
        return await QueriesAsync(stream);
    }

    private static async Task<IReadOnlyList<string>> QueriesAsync(NetworkStream stream)
    {
        var sent = new List<string>();
        var kind = new byte[1];
        while (await stream.ReadAtLeastAsync(kind, 1, throwOnEndOfStream: false) == 1)
        {
            var body = await BodyAsync(stream);
            switch ((char)kind[0])
            {
                case 'X':
                    return sent;
                case 'Q':
                    var text = Encoding.UTF8.GetString(body.AsSpan(0, body.Length - 1));
                    sent.Add(text);
                    await (IsCopy(text) ? SendAsync(stream, 'G', new byte[3]) : CompleteAsync(stream));
                    break;
                case 'c':
                    await CompleteAsync(stream);
                    break;
            }
        }

        return sent;
    }

    private static bool IsCopy(string text) => text.TrimStart().StartsWith("copy t from stdin", StringComparison.OrdinalIgnoreCase);

    private static async Task CompleteAsync(NetworkStream stream)
    {
        await SendAsync(stream, 'C', "SELECT 0\0"u8.ToArray());
        await SendAsync(stream, 'Z', "I"u8.ToArray());
    }

    private static async Task SendAsync(NetworkStream stream, char kind, byte[] body)
    {
        var message = new byte[5 + body.Length];
        message[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        body.CopyTo(message, 5);
        await stream.WriteAsync(message);
    }

    private static async Task<byte[]> BodyAsync(NetworkStream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4];
        await stream.ReadExactlyAsync(body);
        return body;
    }
}
