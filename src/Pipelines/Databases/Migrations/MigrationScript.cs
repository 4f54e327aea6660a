namespace Pipelines.Databases.Migrations;

/// <summary>What takes a database one version up, or back down.</summary>
/// <param name="Statements">In their order.</param>
/// <param name="Separately">Whether its author wants each statement committed by itself.</param>
public sealed record MigrationScript(IReadOnlyList<MigrationStatement> Statements, bool Separately = false)
{
    /// <summary>
    /// The statements in groups that are committed together: one group, unless PostgreSQL refuses to run a statement in a transaction.
    /// </summary>
    public IReadOnlyList<StatementGroup> Groups
    {
        get
        {
            var groups = new List<StatementGroup>();
            for (var i = 0; i < Statements.Count; i++)
            {
                var alone = Statements[i].Kind.ForbidsTransaction;
                if (groups.Count > 0 && !Separately && !alone && !groups[^1].IsOutside)
                {
                    groups[^1] = groups[^1] with { Count = groups[^1].Count + 1 };
                }
                else
                {
                    groups.Add(new StatementGroup(i, 1, alone));
                }
            }

            return groups;
        }
    }
}
