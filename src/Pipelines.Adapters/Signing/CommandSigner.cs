using System.Text;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Processes;
using Pipelines.Reporting;
using Pipelines.Signing;

namespace Pipelines.Adapters.Signing;

/// <summary>Signs with a program that asks a key service: the private key never leaves it.</summary>
/// <param name="line">Program and arguments, with <c>{message}</c> and <c>{signature}</c>.</param>
/// <param name="key">The public key.</param>
/// <param name="directory">Where the program runs.</param>
/// <param name="processes">Runs the program.</param>
internal sealed class CommandSigner(IReadOnlyList<string> line, PublicKey key, string directory, IProcessRunner processes) : ISigner
{
    private const int RawLength = 64;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public PublicKey Key => key;

    public async Task<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        var scratch = Directory.CreateTempSubdirectory("pipelines-sign-");
        try
        {
            var (file, signature) = (Path.Combine(scratch.FullName, "message"), Path.Combine(scratch.FullName, "signature"));
            await File.WriteAllBytesAsync(file, message, cancellation);
            var names = new Placeholders(new Dictionary<string, string> { ["message"] = file, ["signature"] = signature });
            var command =
                new ProcessCommand(line[0], [.. line.Skip(1).Select(names.Expand)]) { WorkingDirectory = directory, TimeLimit = Limit };
            var result = await processes.RunAsync(command, onLine: null, cancellation);
            return result.Succeeded && File.Exists(signature)
                ? Der(await File.ReadAllBytesAsync(signature, cancellation))
                : throw Failed(result.TimedOut ? $"was killed after {Durations.Format(Limit)}" : !result.Succeeded
                ? $"ended with status {result.ExitCode}: {result.Output.Trim()}" : "did not write the file {signature}");
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Key services return a signature in DER or as its two numbers, and some of them as text.</summary>
    private static byte[] Der(byte[] given)
    {
        var text = Encoding.Latin1.GetString(given).Trim();
        var bytes = text.Length > RawLength && Convert.TryFromBase64String(text, new byte[text.Length], out _)
            ? Convert.FromBase64String(text) : given;
        if (bytes.Length != RawLength)
        {
            return bytes;
        }

        var (r, s) = (bytes[..(RawLength / 2)], bytes[(RawLength / 2)..]);
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Shorten(r));
            writer.WriteIntegerUnsigned(Shorten(s));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> Shorten(byte[] number)
    {
        var first = Array.FindIndex(number, digit => digit != 0);
        return first < 0 ? number.AsSpan(number.Length - 1) : number.AsSpan(first);
    }

    private static PipelineException Failed(string how) => new($"signing.key: the command {how}.",
        "Run it manually with files for {message} and {signature}; the release's provenance is what is signed.");
}
