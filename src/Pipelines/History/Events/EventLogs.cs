using System.Collections.Concurrent;
using Pipelines.Stores;

namespace Pipelines.History.Events;

/// <summary>One log an environment for everybody in a process: what one of them has read no other one reads again.</summary>
public sealed class EventLogs(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(IStore Store, string App, string Stage), EventLog> _logs = new();

    public EventLog Of(IStore store, string app, string stage) => _logs.GetOrAdd((store, app, stage), place => new EventLog(place.Store, place.App, place.Stage, clock));
}
