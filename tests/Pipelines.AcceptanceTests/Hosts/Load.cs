using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>Two clients that ask without pause, one with a connection for each request and one that keeps its connection.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Func<Uri> _address;
    private readonly Task _clients;
    private int _requests;

    /// <summary>Starts it.</summary>
    /// <param name="address">Where the next request goes.</param>
    public Load(Func<Uri> address)
    {
        _address = address;
        _clients = Task.WhenAll(Task.Run(() => AskAsync(keepAlive: true)), Task.Run(() => AskAsync(keepAlive: false)));
    }

    public int Requests => _requests;

    /// <summary>Requests that failed, and answers of a version older than one before.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _clients;
        _stop.Dispose();
    }

    private async Task AskAsync(bool keepAlive)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.ConnectionClose = !keepAlive;
        for (var newest = 0; !_stop.IsCancellationRequested;)
        {
            newest = Math.Max(newest, await AskOnceAsync(http, newest));
            Interlocked.Increment(ref _requests);
            await Task.Delay(2);
        }
    }

    /// <summary>The version that answered: "v12" is 12.</summary>
    private async Task<int> AskOnceAsync(HttpClient http, int newest)
    {
        try
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync(_address()));
            var version = int.Parse(answer.RootElement.GetProperty("version").GetString().AsSpan(1), CultureInfo.InvariantCulture);
            if (version < newest)
            {
                _faults.Enqueue($"v{version} answered after v{newest}");
            }

            return version;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            _faults.Enqueue(e.Message);
            return 0;
        }
    }
}
