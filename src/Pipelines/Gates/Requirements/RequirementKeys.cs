using Pipelines.Calendars;
using Pipelines.Configuration.Schema;
using Pipelines.Model;

namespace Pipelines.Gates.Requirements;

/// <summary>Configuration keys for requirements.</summary>
public static class RequirementKeys
{
    /// <summary>Every kind, in the order of results and of the reference.</summary>
    private static readonly IReadOnlyList<RequirementKind> Kinds =
    [
        CheckRequirement.Kind, HealthyInRequirement.Kind, BranchesRequirement.Kind, ApprovalsRequirement.Kind, CooldownRequirement.Kind,
        AtMostRequirement.Kind, SignedRequirement.Kind,
    ];

    private static readonly Key<IReadOnlyList<DeploymentType>> Except =
        Key.Optional("except", "Deployment types that pass. A rollback always does.", Shapes.List(WindowKeys.TypeShape)).Or([], "none");

    /// <summary>For an environment.</summary>
    public static Key<RequirementPolicy> Requires { get; } = Key.Optional("requires", "Preconditions for a deployment.", Shapes.Record(
        "requirements", [.. Kinds.Select(kind => kind.Key), Except], Build))
            .Or(RequirementPolicy.None, "nothing") with
    {
        Example = """
            app: backend
            environments:
              staging:
                hosts: ["local:/srv/staging"]
              production:
                hosts: ["local:"]
                requires:
                  checks: [ci]                             # passed for exactly this commit, not for the branch
                  branches: { names: [main, "release/*"], protected: true }   # or just a list of names
                  approvals: { count: 2, roles: [maintain, admin] }   # or just a number
                  healthy-in: { staging: 48h }
                  cooldown: 1h
                  at-most: { count: 3, within: 24h }
                  signed: commit                           # or tag
                  except: [emergency_manual]               # a rollback always passes
            """,
    };

    /// <summary>The environments of <c>healthy-in</c> must exist and be other ones.</summary>
    public static void Check(ConfigNode root, ConfigReading reading)
    {
        var environments = Entries(root, "environments").ToList();
        foreach (var environment in environments)
        {
            foreach (var named in Entries(environment.Value, Requires.Name).Where(entry => entry.Key == HealthyInRequirement.KeyName)
                .SelectMany(entry => Entries(entry.Value)))
            {
                CheckEnvironment(named, environment.Key, [.. environments.Select(each => each.Key)], reading);
            }
        }
    }

    private static void CheckEnvironment(ConfigEntry named, string environment, IReadOnlyList<string> environments, ConfigReading reading)
    {
        var path = $"environments.{environment}.{Requires.Name}.{HealthyInRequirement.KeyName}.{named.Key}";
        if (named.Key == environment)
        {
            reading.Fail(path, named.KeyAt, "an environment cannot require itself. Expected another one.");
        }
        else if (!environments.Contains(named.Key))
        {
            reading.Fail(path, named.KeyAt, $"\"{named.Key}\" is not an environment in this file.",
                Errors.NearestName.Hint(named.Key, environments));
        }
    }

    private static IEnumerable<ConfigEntry> Entries(ConfigNode node, string? key = null) => node is not ConfigNode.Mapping map ? []
        : key is null ? map.Entries
        : map.Entries.Where(entry => entry.Key == key).SelectMany(entry => Entries(entry.Value));

    private static RequirementPolicy Build(ConfigRecord record) =>
        new([.. Kinds.SelectMany(kind => kind.Read(record))], record.Require(Except));
}
