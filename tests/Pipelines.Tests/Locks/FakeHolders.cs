using Pipelines.Locks;

namespace Pipelines.Tests.Locks;

/// <summary>Processes that are called alive until they are buried.</summary>
internal sealed class FakeHolders : IHolderProbe
{
    private int _process = 1;

    public LeaseHolder Self(string description) => new(description, "machine", _process, 0);

    public bool IsDead(LeaseHolder holder) => holder.ProcessId < _process;

    /// <summary>All processes so far are dead; from here on another one is "this".</summary>
    public void Bury() => _process++;
}
