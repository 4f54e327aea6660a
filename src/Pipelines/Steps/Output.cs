namespace Pipelines.Steps;

/// <summary>One output of a step.</summary>
/// <param name="Name">Lower case with dashes: as used on GitHub; snake_case in JSON; upper-case snake_case in GitLab's dotenv file.</param>
/// <param name="Summary">One sentence: what it is, in which form, when it is empty.</param>
public sealed record Output(string Name, string Summary)
{
    public string JsonName => Name.Replace('-', '_');

    public string DotenvName => JsonName.ToUpperInvariant();
}
