using System.Globalization;
using System.Net;
using System.Text;

namespace Pipelines.Tests.Fuzz;

/// <summary>A server that answers every request with one text: a line with status, header and value, then the body.</summary>
internal sealed class SaidByServer(byte[] said) : HttpMessageHandler
{
    /// <summary>None that is waited for, and tried again.</summary>
    private static readonly int[] Statuses = [200, 201, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 404, 409, 410, 418, 422];

    public static HttpResponseMessage Answer(byte[] said)
    {
        var end = Math.Max(Array.IndexOf(said, (byte)'\n'), 0);
        var line = Encoding.UTF8.GetString(said, 0, end).Split(' ', 3);
        var status = int.TryParse(line[0], CultureInfo.InvariantCulture, out var told) && Statuses.Contains(told) ? told : 200;
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(said[end..]) };
        if (line.Length == 3 && !response.Headers.TryAddWithoutValidation(line[1].TrimEnd(':'), line[2]))
        {
            response.Content.Headers.TryAddWithoutValidation(line[1].TrimEnd(':'), line[2]);
        }

        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = Answer(said);
        answer.RequestMessage = request;
        return Task.FromResult(answer);
    }
}
