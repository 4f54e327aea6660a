namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>Environments of programs under test: nothing of the platform that runs these tests.</summary>
internal static class Variables
{
    private static readonly string[] Inherited = ["HOME", "LANG", "TMPDIR"];

    /// <summary>The published program first on the PATH, and these.</summary>
    public static Dictionary<string, string> Clean(params IEnumerable<KeyValuePair<string, string>> more)
    {
        var variables = Inherited
            .Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name)!))
            .Where(variable => variable.Value is not null)
            .Append(KeyValuePair.Create("PATH", $"{Tree.Programs}:{Environment.GetEnvironmentVariable("PATH")}"))
            .ToDictionary();
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        return variables;
    }
}
