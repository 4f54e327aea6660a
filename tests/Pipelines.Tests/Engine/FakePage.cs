using Pipelines.Errors;
using Pipelines.Forges;

namespace Pipelines.Tests.Engine;

/// <summary>A page of environments that keeps what it is told, or is down.</summary>
internal sealed class FakePage : IDeploymentPages
{
    /// <summary>What it throws; null while it works.</summary>
    public PipelineException? Fault { get; set; }

    /// <summary>Each entry as <c>ID STATE DESCRIPTION</c>.</summary>
    public List<string> Entries { get; } = [];

    public List<PageEntry> Opened { get; } = [];

    public Task<string?> OpenAsync(PageEntry entry, CancellationToken cancellation)
    {
        Opened.Add(entry);
        return Task.FromResult(Note($"{Opened.Count}", entry));
    }

    public Task CloseAsync(string id, PageEntry entry, CancellationToken cancellation) => Task.FromResult(Note(id, entry));

    private string? Note(string id, PageEntry entry)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        Entries.Add($"{id} {entry.State} {entry.Description}");
        return id;
    }
}
