using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Stores;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>An app on a host, as its engine is told of it.</summary>
/// <param name="Open">Which app, and where.</param>
/// <param name="Store">The store of its releases, which the engine reads through us.</param>
/// <param name="Configuration">How it is deployed; only asked for what changes something.</param>
internal sealed record RemoteApp(WireMessage.Open Open, IStore Store, Func<RemoteConfiguration> Configuration);
