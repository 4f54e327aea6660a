using System.Text.Json;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Model;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>What a host remembers: its state file and its journal. Changes are made under the host's lock, and only for the highest
/// token.</summary>
internal sealed class HostStore(HostLayout layout, TimeProvider clock)
{
    /// <exception cref="PipelineException">The state file is not readable.</exception>
    public HostMemory Read()
    {
        try
        {
            return File.Exists(layout.StateFile)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(layout.StateFile), HostJson.Default.HostMemory)
                ?? throw new JsonException("it contains null.")
                : HostMemory.None;
        }
        catch (JsonException e)
        {
            throw new PipelineException($"{layout.StateFile} is not readable: {e.Message}",
                "Restore it; `pipelines history` shows what was live.", inner: e);
        }
    }

    /// <summary>Runs a change under the lock of the host, right after its token was checked; what is remembered then.</summary>
    /// <exception cref="PipelineException">The host has seen a higher token: another deployment has taken over (exit status
    /// 11), or it belongs to another log (exit status 2).</exception>
    public async Task<HostMemory> ChangeAsync(HostJob job, Func<HostMemory, HostMemory> change, CancellationToken cancellation)
    {
        Durable.CreateDirectory(layout.Root, HostLayout.Readable);
        Durable.CreateDirectory(layout.Control, HostLayout.OwnerOnly);
        using var held = await FileLock.TakeAsync(layout.LockFile, cancellation);
        var before = Read();
        var memory = Owned(before, job);
        if (job.Token < memory.Token)
        {
            throw new PipelineException(
                $"{layout.Root} rejects token {job.Token}: it has seen {memory.Token}, so another deployment has taken over.",
                "Nothing was changed. See `pipelines status`.",
                ExitCode.LeaseHeld);
        }

        var changed = change(memory with { Token = job.Token, Log = job.Log ?? memory.Log });
        if (changed != before)
        {
            AtomicFiles.Write(layout.StateFile, JsonSerializer.SerializeToUtf8Bytes(changed, HostJson.Default.HostMemory));
        }

        return changed;
    }

    /// <summary>Finds out whether the host belongs to the log of a job, or would be taken over.</summary>
    /// <exception cref="PipelineException">It belongs to another log (exit status 2).</exception>
    public void RequireOwner(HostJob job) =>
        Owned(Read(), job with { Log = job.Log ?? new LogIdentity("", $"a new log of {job.App}/{job.Environment}") });

    /// <summary>What is remembered, of the log of a job: a token of another log says nothing, and starts anew when the host is
    /// adopted.</summary>
    private HostMemory Owned(HostMemory memory, HostJob job) =>
        memory.Log is not { } theirs || job.Log is not { } ours || theirs.Id == ours.Id ? memory
        : job.AdoptsHost ? memory with { Log = ours, Token = 0 }
        : throw PipelineException.BadInput(
            layout.Root,
            $"this host belongs to {theirs}, not to {ours}.",
            "Two environments need two roots: see deploy.root. If that log is lost or was replaced, run it once with --adopt-host.");

    /// <summary>Appends a line to the journal, durable.</summary>
    public void Note(HostJob job, string action, string? outcome)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new JournalLine(clock.GetUtcNow(), job.Deployment, job.Token, action, outcome), HostJson.Default.JournalLine);
        using var file = new FileStream(layout.JournalFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write([.. line, (byte)'\n']);
        file.Flush(flushToDisk: true);
    }
}
