using System.Collections.Concurrent;
using Pipelines.Stores;

namespace Pipelines.History.Events;

/// <summary>One shared log per environment in a process: what one caller has read, no other reads again.</summary>
public sealed class EventLogs(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(IStore Store, string App, string Stage), EventLog> _logs = new();

    public EventLog Of(IStore store, string app, string stage) => _logs.GetOrAdd((store, app, stage), place => new EventLog(place.Store, place.App, place.Stage, clock));
}
