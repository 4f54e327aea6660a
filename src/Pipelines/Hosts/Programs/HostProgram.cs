using System.Text.Json.Serialization;

namespace Pipelines.Hosts.Programs;

/// <summary>A program that runs on a host beside its deployments: it waits for none of them, and changes nothing that they
/// remember.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "program")]
[JsonDerivedType(typeof(Plain), "plain")]
[JsonDerivedType(typeof(InRelease), "in_release")]
[JsonDerivedType(typeof(Logs), "logs")]
public abstract record HostProgram
{
    private HostProgram()
    {
    }

    /// <summary>What it is for, in the imperative.</summary>
    [JsonIgnore]
    public abstract string Description { get; }

    /// <summary>A program of the machine, as the user who has connected. It needs no job.</summary>
    /// <param name="Line">Program and arguments, passed unchanged.</param>
    public sealed record Plain(IReadOnlyList<string> Line) : HostProgram
    {
        [JsonIgnore]
        public override string Description => $"run {Line[0]}";
    }

    /// <summary>A program in the live release, with its variables.</summary>
    /// <param name="Line">Program and arguments, passed unchanged. A relative program with a slash is looked up in the release.</param>
    /// <param name="Within">Time limit; null for none.</param>
    public sealed record InRelease(IReadOnlyList<string> Line, TimeSpan? Within) : HostProgram
    {
        [JsonIgnore]
        public override string Description => $"run {Line[0]}";
    }

    /// <summary>The log of the live release's service.</summary>
    /// <param name="Lines">How many of its last lines.</param>
    /// <param name="Follow">Whether to go on with what is added.</param>
    public sealed record Logs(int Lines, bool Follow) : HostProgram
    {
        [JsonIgnore]
        public override string Description => "show the log of the service";
    }
}
