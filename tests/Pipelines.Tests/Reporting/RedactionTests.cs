using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Pipelines.Adapters.Processes;
using Pipelines.Reporting;

namespace Pipelines.Tests.Reporting;

/// <summary>The kind: a secret that leaves in another shape than it came. Canaries, in every form, in thousands of fuzzed texts.</summary>
public sealed class RedactionTests
{
    private const int Seed = 20261127;
    private const string Letters = "abcdefghijKLMNOPQ0123456789+/=\"\\'&<>%#? üß€-_.:\t";

    [Fact]
    public void NoFormOfASecretIsLeftInAnyText()
    {
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(Seed + seed);
            var secret = Canary(random);
            var redaction = new Redaction();
            redaction.Add(new Secret(Canary(random)));
            redaction.Add(new Secret(secret));
            foreach (var (form, shown) in Forms(secret, random))
            {
                var text = $"{Noise(random)} {shown} {Noise(random)}";
                var clean = redaction.Apply(text);
                Assert.True(!clean.Contains(form, StringComparison.Ordinal), $"seed {seed}: {form} in {clean}");
                Assert.Contains("***", clean, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Pieces of a line that is too long to be kept, and pieces as a pipe delivers them.</summary>
    [Fact]
    public async Task ASecretThatABufferCutsInTwoIsNotLeft()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(Seed + seed);
            var secret = Canary(random).Replace('\t', '_');
            var redaction = new Redaction();
            redaction.Add(new Secret(secret));
            var text = new StringBuilder(new string('x', MergedOutput.Capacity - random.Next(3 * secret.Length)));
            for (var i = 0; i < 4; i++)
            {
                text.Append(secret).Append('y', random.Next(MergedOutput.Capacity));
            }

            var told = new StringBuilder();
            var output = new MergedOutput(line => told.Append(line), redaction);
            using var stream = new PiecewiseStream(Encoding.UTF8.GetBytes($"{text}\n"), random);
            await output.ReadAsync(stream);

            Assert.DoesNotContain(secret, told.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, output.Close(), StringComparison.Ordinal);
            Assert.Equal(text.Length, told.ToString().Replace("***", secret, StringComparison.Ordinal).Length);
        }
    }

    [Fact]
    public void EachLineOfASecretIsMasked()
    {
        var redaction = new Redaction();
        redaction.Add(new Secret("-----BEGIN KEY-----\r\nMIGHAgEAMBMG\r\nByqGSM49AgEG\n-----END KEY-----\n"));

        Assert.Equal("error: *** at line 2", redaction.Apply("error: MIGHAgEAMBMG at line 2"));
        Assert.Equal($"x{"***"}y", redaction.Apply($"x{Convert.ToBase64String("ByqGSM49AgEG"u8)}y"));
    }

    private static IEnumerable<(string Form, string Shown)> Forms(string secret, Random random)
    {
        yield return (secret, secret);
        var before = new string('u', random.Next(1, 9));
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}:{secret}"));
        yield return (basic[^Math.Min(basic.Length, secret.Length)..^4], $"Basic {basic}");
        var alone = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        yield return (alone.TrimEnd('=')[..^1], alone);
        yield return (alone.TrimEnd('=')[..^1].Replace('+', '-').Replace('/', '_'), alone.Replace('+', '-').Replace('/', '_'));
        yield return (Uri.EscapeDataString(secret), $"https://h/?q={Uri.EscapeDataString(secret)}");
        yield return (WebUtility.UrlEncode(secret), $"a={WebUtility.UrlEncode(secret)}&b=c");
        var json = JsonSerializer.Serialize(secret)[1..^1];
        yield return (json, $$"""{"message":"{{json}}"}""");
        var html = WebUtility.HtmlEncode(secret);
        yield return (html, $"<p>{html}</p>");
    }

    /// <summary>Long enough that no piece of noise equals it; not blank at its ends.</summary>
    private static string Canary(Random random) => string.Create(CultureInfo.InvariantCulture,
        $"C{random.Next(1000, 9999)}{Noise(random, 8 + random.Next(40)).Replace("\n", "_", StringComparison.Ordinal)}Y");

    private static string Noise(Random random, int length = 30) =>
        new([.. Enumerable.Range(0, length).Select(_ => Letters[random.Next(Letters.Length)])]);

    private sealed class PiecewiseStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + random.Next(5000))], cancellationToken);
    }
}
