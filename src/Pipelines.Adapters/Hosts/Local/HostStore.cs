using System.Text.Json;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>What a host remembers: its state file and its journal. Changes are made under the host's lock, and only for the highest
/// token.</summary>
internal sealed class HostStore(HostLayout layout, TimeProvider clock)
{
    /// <summary>Told what is waited for; null for nobody.</summary>
    public IReporter? Reporter { get; set; }

    /// <summary>What programs and servers said here, without masked values: it goes into journals and logs.</summary>
    public string Redact(string text) => Reporter?.Redact(text) ?? text;

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
        using var held = await FileLock.TakeAsync(
            layout.LockFile, new LockWait($"the lock of {layout.Root}") { Say = text => Reporter?.Info(text) }, cancellation);
        var before = Read();
        var memory = Owned(before, job);
        if (job.Token < memory.Token)
        {
            throw new PipelineException(
                $"{layout.Root} rejects token {job.Token}: it has seen {memory.Token}, so another deployment has taken over.",
                "Nothing was changed. See `pipelines status`.",
                ExitCode.LeaseHeld);
        }

        RequireContinued(memory, job);
        var changed = change(memory with { Token = job.Token, Log = job.Log ?? memory.Log, Head = Later(memory.Head, job.Head) });
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

    /// <summary>What is remembered, of the log of a job: a token of another log says nothing, and starts anew when the host is adopted.
    /// So it does when a person has accepted that the log lacks what is kept here.</summary>
    private HostMemory Owned(HostMemory memory, HostJob job) =>
        job.Log is { } ours && Accepts(memory, job) ? memory with { Log = ours, Token = 0, Head = null }
        : memory.Log is not { } theirs || job.Log is not { } mine || theirs.Id == mine.Id ? memory
        : job.AdoptsHost ? memory with { Log = mine, Token = 0, Head = null }
        : throw new PipelineException([LostHead.Stranger(layout.Root, theirs, $"{mine}")]);

    /// <summary>A holder whose token was seen has shown already that its log goes on from what is kept here.</summary>
    private void RequireContinued(HostMemory memory, HostJob job)
    {
        if (memory.Head is { } kept && job.Head is { } head && job.Token != memory.Token && kept != job.Continues && kept != head)
        {
            throw new PipelineException([LostHead.Problem(layout.Root, kept)]);
        }
    }

    private static bool Accepts(HostMemory memory, HostJob job) => job.AcceptsHistory && memory.Head == job.Continues;

    private static LogHead? Later(LogHead? kept, LogHead? told) => told is null || kept?.Sequence > told.Sequence ? kept : told;

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
