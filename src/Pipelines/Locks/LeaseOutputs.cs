using System.Globalization;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Locks;

/// <summary>Outputs of the lease steps.</summary>
internal static class LeaseOutputs
{
    private static readonly Output Holder = new("holder", "Who holds the lease; empty if it is free.");
    private static readonly Output Token = new("token", "Fencing token of the last holder.");
    private static readonly Output ExpiresAt = new("expires-at", "When it expires unless renewed, UTC; empty if it is free.");

    public static IReadOnlyList<Output> All { get; } = [Holder, Token, ExpiresAt];

    public static string Describe(LeaseStatus lease) => lease.Holder is { } holder
        ? string.Create(CultureInfo.InvariantCulture,
            $"the lease is held by {holder.Description}, token {lease.Token}, until {Instants.Format(lease.ExpiresAt!.Value)} unless "
            + $"renewed")
        : string.Create(CultureInfo.InvariantCulture, $"the lease is free, last token {lease.Token}");

    public static StepResult Tell(StepResult result, LeaseStatus lease) =>
        result.With(Holder, lease.Holder?.Description).With(Token, lease.Token).With(ExpiresAt, lease.ExpiresAt);
}
