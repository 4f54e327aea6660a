namespace Pipelines.Hosts;

/// <summary>What an earlier tool left on a host, which can be adopted as a release to go back to.</summary>
/// <param name="Parts">What it consists of, in words, such as <c>current -&gt; releases/20260101120000</c>; not empty.</param>
/// <param name="Serves">Whether it serves beyond doubt: a link that leads somewhere, or a service that runs. Otherwise there are only
/// files, and a person has to say that they are served.</param>
/// <param name="Moves">A directory that stands where a link of ours has to be, and is moved aside to adopt it; null for none.</param>
public sealed record EarlierRelease(IReadOnlyList<string> Parts, bool Serves, string? Moves)
{
    /// <summary>Whether the first deployment adopts it by itself.</summary>
    public bool IsAdoptedUnasked => Serves && Moves is null;
}
