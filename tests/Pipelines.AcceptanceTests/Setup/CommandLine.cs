namespace Pipelines.AcceptanceTests.Setup;

/// <summary>The published program, as users run it: a process with an environment that tells of no platform.</summary>
internal static class CommandLine
{
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TMPDIR", "DOTNET_ROOT"];

    public static Task<Outcome> RunAsync(IReadOnlyList<string> arguments, string directory,
        params (string Name, string Value)[] environment) =>
        Command.ToEndAsync([SourceTree.Binary, .. arguments], Environment(environment), directory);

    public static Command Start(IReadOnlyList<string> arguments, string directory, params (string Name, string Value)[] environment) =>
        Command.Start([SourceTree.Binary, .. arguments], Environment(environment), directory);

    /// <summary>The few variables that a program needs, and these.</summary>
    public static Dictionary<string, string> Environment(params (string Name, string Value)[] more)
    {
        var variables = Inherited
            .Select(name => (Name: name, Value: System.Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!);
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        return variables;
    }
}
