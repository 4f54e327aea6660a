using Pipelines.Calendars;
using Pipelines.Configuration.Schema;
using Pipelines.Forges;
using Pipelines.Model;

namespace Pipelines.Gates.Requirements;

/// <summary>Configuration keys for requirements.</summary>
public static class RequirementKeys
{
    private static readonly Key<IReadOnlyList<string>> Checks = Key.Optional("checks", "Names of checks, statuses, workflows, jobs or "
        + "pipelines that must have succeeded for exactly this commit.", Shapes.List(Shapes.Text)).Or([], "none");

    private static readonly Key<int> Least = Key.Needed("count", "Number of approvals by people other than the author.",
        Shapes.Integer(1, 100));
    private static readonly Key<IReadOnlyList<string>> Roles =
        Key.Optional("roles", "Roles that count, such as maintain or maintainer.", Shapes.List(Shapes.Text)).Or([], "any");
    private static readonly Key<IReadOnlyList<string>> Teams = Key.Optional("teams", "Teams whose members also count: teams of the "
        + "organization on GitHub, group paths on GitLab.", Shapes.List(Shapes.Text)).Or([], "any");
    private static readonly Key<ApprovalsRequirement> Approvals = Key.Optional("approvals",
        "Approvals of the commit's pull or merge request.", new EitherShape<ApprovalsRequirement>(
        Shapes.Integer(1, 100).Select(count => new ApprovalsRequirement(count, [], [])),
        Shapes.Record("approvals", [Least, Roles, Teams], record =>
            new ApprovalsRequirement(record.Get(Least), record.Require(Roles), record.Require(Teams))))) with
    { DefaultText = "none" };

    private static readonly Key<IReadOnlyDictionary<string, TimeSpan>> HealthyIn = Key.Optional("healthy-in",
        "How long the same release or commit must have been live and healthy in other environments.",
        Shapes.Map(Shapes.Duration)).Or(new Dictionary<string, TimeSpan>(), "none");

    private static readonly Key<CooldownRequirement> Cooldown = Key.Optional("cooldown",
        "Minimum time since the last deployment here ended.", Shapes.Duration.Select(time => new CooldownRequirement(time))) with
    { DefaultText = "none" };

    private static readonly Key<int> Most = Key.Needed("count", "Maximum number of deployments.", Shapes.Integer(1, 10_000));
    private static readonly Key<TimeSpan> Within = Key.Needed("within", "The period.", Shapes.Duration);
    private static readonly Key<AtMostRequirement> AtMost = Key.Optional("at-most", "Maximum number of deployments in a period.",
        Shapes.Record(
        "a limit", [Most, Within], record => new AtMostRequirement(record.Get(Most), record.Get(Within)))) with
    { DefaultText = "no limit" };

    private static readonly Key<SignedRequirement> Signed = Key.Optional("signed", "What must have a signature verified by the platform.",
        Shapes.Choice(
        ("commit", new SignedRequirement(SignedObject.Commit)), ("tag", new SignedRequirement(SignedObject.Tag)))) with
    { DefaultText = "nothing" };

    private static readonly Key<IReadOnlyList<string>> BranchNames = Key.Needed("names",
        "Names of branches; a star matches any text without a slash.", Shapes.Some(Shapes.Text));
    private static readonly Key<bool> Protected = Key.Optional("protected", "Whether only branches protected on the platform count.",
        Shapes.Boolean).Or(false, "false");
    private static readonly Key<BranchesRequirement> Branches = Key.Optional("branches", "Branches, one of which must contain the commit.",
        new EitherShape<BranchesRequirement>(
        Shapes.Some(Shapes.Text).Select(names => new BranchesRequirement(new BranchFilter(names), false)),
        Shapes.Record("branches", [BranchNames, Protected], record =>
            new BranchesRequirement(new BranchFilter(record.Require(BranchNames)), record.Get(Protected))))) with
    { DefaultText = "any, or none" };

    private static readonly Key<IReadOnlyList<DeploymentType>> Except =
        Key.Optional("except", "Deployment types that pass. A rollback always does.", Shapes.List(WindowKeys.TypeShape)).Or([], "none");

    /// <summary>For an environment.</summary>
    public static Key<RequirementPolicy> Requires { get; } = Key.Optional("requires", "Preconditions for a deployment.", Shapes.Record(
        "requirements", [Checks, Branches, Approvals, HealthyIn, Cooldown, AtMost, Signed, Except], Build))
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
            foreach (var named in Entries(environment.Value, Requires.Name).Where(entry => entry.Key == HealthyIn.Name)
                .SelectMany(entry => Entries(entry.Value)))
            {
                CheckEnvironment(named, environment.Key, [.. environments.Select(each => each.Key)], reading);
            }
        }
    }

    private static void CheckEnvironment(ConfigEntry named, string environment, IReadOnlyList<string> environments, ConfigReading reading)
    {
        var path = $"environments.{environment}.{Requires.Name}.{HealthyIn.Name}.{named.Key}";
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

    private static RequirementPolicy Build(ConfigRecord record)
    {
        IRequirement?[] single =
            [record.Get(Branches), record.Get(Approvals), record.Get(Cooldown), record.Get(AtMost), record.Get(Signed)];
        return new RequirementPolicy(
            [
                .. record.Require(Checks).Distinct().Select(name => new CheckRequirement(name)),
                .. record.Require(HealthyIn).Select(pair => new HealthyInRequirement(pair.Key, pair.Value)),
                .. single.OfType<IRequirement>(),
            ],
            record.Require(Except));
    }
}
