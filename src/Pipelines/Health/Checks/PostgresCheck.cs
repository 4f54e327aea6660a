using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Health.Checks;

/// <summary>A PostgreSQL database that responds to <c>select 1</c>.</summary>
/// <param name="Url"><c>postgres://user:password@host[:port]/database</c>, or Npgsql's <c>Host=...;Username=...</c>.</param>
public sealed record PostgresCheck(Secret Url) : HealthCheck
{
    public static Case<HealthCheckSource> Kind { get; } = Shapes.Case<HealthCheckSource, SecretReference>(
        Key.Optional("postgres", "Run select 1 on this database.", Shapes.Secret), url => secrets =>
            new PostgresCheck(secrets.Resolve(url)));

    public override string Description => "postgres select 1";

    protected override HealthCheck ExpandOwn(Placeholders values) => this;
}
