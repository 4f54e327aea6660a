using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Programs;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>What the controller and the engine on a host say to each other.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "message")]
[JsonDerivedType(typeof(WireMessage.Hello), "hello")]
[JsonDerivedType(typeof(WireMessage.Open), "open")]
[JsonDerivedType(typeof(WireMessage.Configure), "configure")]
[JsonDerivedType(typeof(WireMessage.Alive), "alive")]
[JsonDerivedType(typeof(WireMessage.Inspect), "inspect")]
[JsonDerivedType(typeof(WireMessage.Enter), "enter")]
[JsonDerivedType(typeof(WireMessage.Apply), "apply")]
[JsonDerivedType(typeof(WireMessage.Run), "run")]
[JsonDerivedType(typeof(WireMessage.Ended), "ended")]
[JsonDerivedType(typeof(WireMessage.Cancel), "cancel")]
[JsonDerivedType(typeof(WireMessage.Stands), "stands")]
[JsonDerivedType(typeof(WireMessage.Done), "done")]
[JsonDerivedType(typeof(WireMessage.Failed), "failed")]
[JsonDerivedType(typeof(WireMessage.Told), "told")]
[JsonDerivedType(typeof(WireMessage.Progressed), "progressed")]
[JsonDerivedType(typeof(WireMessage.OpenObject), "open_object")]
[JsonDerivedType(typeof(WireMessage.More), "more")]
[JsonDerivedType(typeof(WireMessage.CloseObject), "close_object")]
[JsonDerivedType(typeof(WireMessage.ListKeys), "list_keys")]
[JsonDerivedType(typeof(WireMessage.Opened), "opened")]
[JsonDerivedType(typeof(WireMessage.Keys), "keys")]
[JsonDerivedType(typeof(WireMessage.StoreFailed), "store_failed")]
internal abstract record WireMessage
{
    /// <summary>Both sides have to speak the same version.</summary>
    public const int CurrentProtocol = 1;

    private WireMessage()
    {
    }

    /// <summary>The engine's first message.</summary>
    /// <param name="Protocol">The version that it speaks.</param>
    /// <param name="Program">The version of the program.</param>
    public sealed record Hello(int Protocol, string Program) : WireMessage;

    /// <summary>The controller's first message: which app, and where.</summary>
    /// <param name="App">The app.</param>
    /// <param name="Host">What to call the host.</param>
    /// <param name="Root">Absolute directory of the app there.</param>
    /// <param name="Store">Location of the store, for messages.</param>
    public sealed record Open(string App, string Host, string Root, string Store) : WireMessage;

    /// <summary>How it is deployed, before the first act. The secrets that it names were sent before.</summary>
    /// <param name="Request">Its number.</param>
    /// <param name="Environment">The environment.</param>
    /// <param name="Settings">What the configuration file says of it; see <see cref="DeploySettings"/>.</param>
    public sealed record Configure(int Request, string Environment, JsonNode Settings) : WireMessage;

    /// <summary>The controller is still there.</summary>
    public sealed record Alive : WireMessage;

    /// <summary>Without a job it is asked before the host is configured, and tells only what it remembers.</summary>
    public sealed record Inspect(int Request, HostJob? Job = null) : WireMessage;

    public sealed record Enter(int Request, HostJob Job) : WireMessage;

    /// <summary>The secrets of the job were sent before.</summary>
    public sealed record Apply(int Request, HostAction Action, HostJob Job) : WireMessage;

    /// <summary>A program beside the deployments; without a job it is asked before the host is configured.</summary>
    public sealed record Run(int Request, HostProgram Program, HostJob? Job) : WireMessage;

    /// <summary>The program has ended.</summary>
    public sealed record Ended(int Request, HostEnding Ending) : WireMessage;

    /// <summary>Stop what a request has begun; it is answered all the same.</summary>
    public sealed record Cancel(int Request) : WireMessage;

    public sealed record Stands(int Request, HostState State) : WireMessage;

    public sealed record Done(int Request, HostOutcome Outcome) : WireMessage;

    /// <summary>The request failed as a <see cref="PipelineException"/> does.</summary>
    public sealed record Failed(int Request, ExitCode ExitCode, IReadOnlyList<WireProblem> Problems) : WireMessage;

    /// <summary>Something for people.</summary>
    public sealed record Told(WireTone Tone, WireProblem Text) : WireMessage;

    public sealed record Progressed(string Task, long Count, long? Total, string Unit, long? FilesDone, long? FilesTotal) : WireMessage;

    /// <summary>The engine reads an object of the store.</summary>
    /// <param name="Call">A number of its own.</param>
    /// <param name="Key">The key.</param>
    /// <param name="Offset">First byte of a range; null for the whole object.</param>
    /// <param name="Length">Bytes of the range.</param>
    public sealed record OpenObject(int Call, string Key, long? Offset, long? Length) : WireMessage;

    /// <summary>So many more frames of bytes may be sent.</summary>
    public sealed record More(int Call, int Frames) : WireMessage;

    public sealed record CloseObject(int Call) : WireMessage;

    public sealed record ListKeys(int Call, string Prefix, string? After) : WireMessage;

    /// <param name="Call">The call.</param>
    /// <param name="Length">Bytes that follow in frames; null when there is no such object.</param>
    /// <param name="Version">Of the object.</param>
    public sealed record Opened(int Call, long? Length, string Version) : WireMessage;

    public sealed record Keys(int Call, IReadOnlyList<string> Found) : WireMessage;

    public sealed record StoreFailed(int Call, IReadOnlyList<WireProblem> Problems) : WireMessage;
}
