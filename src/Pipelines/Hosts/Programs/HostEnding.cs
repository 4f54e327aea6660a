namespace Pipelines.Hosts.Programs;

/// <summary>How a program on a host has ended.</summary>
/// <param name="Status">Its exit status; -1 if it was killed at its time limit.</param>
/// <param name="Output">The end of what it wrote, 64 KiB at most, without secrets.</param>
public sealed record HostEnding(int Status, string Output)
{
    public bool Succeeded => Status == 0;
}
