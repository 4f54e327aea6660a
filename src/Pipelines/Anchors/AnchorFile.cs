using System.Text.Json;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Model;

namespace Pipelines.Anchors;

/// <summary>A head of a log in a file, kept where nobody who writes the store can change it.</summary>
/// <param name="path">The file.</param>
public sealed class AnchorFile(string path) : IHeadAnchor
{
    private const int MostBytes = 4096;

    public Task<LogHead?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(File.Exists(path)
                ? JsonSerializer.Deserialize(BoundedFile.Read(path, MostBytes), AnchorsJson.Default.LogHead)
                    ?? throw new JsonException("it contains null.")
                : null);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw PipelineException.BadInput("--anchor", $"{path} is not an anchor that history verify wrote: {e.Message}",
                "Give the file that an earlier run wrote, or one that is not there yet.");
        }
    }

    /// <summary>The file is either the old one or the new one.</summary>
    public async Task WriteAsync(LogHead head, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllBytesAsync(
                $"{path}.new", [.. JsonSerializer.SerializeToUtf8Bytes(head, AnchorsJson.Default.LogHead), (byte)'\n'], cancellation);
            File.Move($"{path}.new", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PipelineException.BadInput("--anchor", $"{path} cannot be written: {e.Message}");
        }
    }
}
