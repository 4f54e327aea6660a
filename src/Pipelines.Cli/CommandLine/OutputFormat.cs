namespace Pipelines.Cli.CommandLine;

internal enum OutputFormat
{
    Text,
    Json,
}
