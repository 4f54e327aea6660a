using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>Environments of programs under test: nothing of the platform that runs these tests.</summary>
internal static class Variables
{
    /// <summary>The published program first on the PATH, and these.</summary>
    public static Dictionary<string, string> Clean(params IEnumerable<KeyValuePair<string, string>> more) => CommandLine.Environment(
        [("PATH", $"{Path.GetDirectoryName(SourceTree.Binary)}:{Environment.GetEnvironmentVariable("PATH")}"),
            .. more.Select(variable => (variable.Key, variable.Value))]);
}
