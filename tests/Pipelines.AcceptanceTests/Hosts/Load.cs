using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>Two clients that ask without pause, one with a connection for each request and one that keeps its connection.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly Func<Uri> _address;
    private readonly bool _mayMix;
    private readonly bool _repeats;
    private int _oldest;
    private readonly Task _clients;
    private int _requests;

    /// <summary>Starts it.</summary>
    /// <param name="address">Where the next request goes.</param>
    /// <param name="mayMix">Whether an older version may answer after a newer one, as long as nothing else was
    /// <see cref="Expect"/>ed.</param>
    /// <param name="repeats">Whether the clients repeat a request whose connection was closed without an answer, as browsers do: a reload
    /// of nginx closes connections that are idle in that moment.</param>
    public Load(Func<Uri> address, bool mayMix = false, bool repeats = false)
    {
        (_address, _mayMix, _repeats) = (address, mayMix, repeats);
        _clients = Task.WhenAll(Task.Run(() => AskAsync(keepAlive: true)), Task.Run(() => AskAsync(keepAlive: false)));
    }

    public int Requests => _requests;

    /// <summary>Requests that failed, and answers of a version older than one before.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>How often each version has answered.</summary>
    public IReadOnlyDictionary<string, int> Answers => new Dictionary<string, int>(_answers);

    public IEnumerable<string> Versions => Answers.Keys.Order(StringComparer.Ordinal);

    /// <summary>From now on, an answer of an older version is a fault.</summary>
    public void Expect(int version) => _oldest = version;

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
            var oldest = _mayMix ? _oldest : newest;
            newest = Math.Max(newest, await AskOnceAsync(http, oldest));
            Interlocked.Increment(ref _requests);
            await Task.Delay(2);
        }
    }

    private async Task<string> TextAsync(HttpClient http)
    {
        try
        {
            return await http.GetStringAsync(_address());
        }
        catch (HttpRequestException e) when (_repeats && e.StatusCode is null)
        {
            return await http.GetStringAsync(_address());
        }
    }

    /// <summary>The version that answered: "v12" is 12.</summary>
    private async Task<int> AskOnceAsync(HttpClient http, int oldest)
    {
        try
        {
            using var answer = JsonDocument.Parse(await TextAsync(http));
            var name = answer.RootElement.GetProperty("version").GetString()!;
            _answers.AddOrUpdate(name, 1, (_, count) => count + 1);
            var version = int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);
            if (version < oldest)
            {
                _faults.Enqueue($"v{version} answered after v{oldest}");
            }

            return version;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            _faults.Enqueue($"{e.Message} {e.InnerException?.Message}");
            return 0;
        }
    }
}
