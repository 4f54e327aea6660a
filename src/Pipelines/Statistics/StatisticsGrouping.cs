namespace Pipelines.Statistics;

/// <summary>What deployments are grouped by.</summary>
internal enum StatisticsGrouping
{
    Environment,
    Type,
    Week,
}
