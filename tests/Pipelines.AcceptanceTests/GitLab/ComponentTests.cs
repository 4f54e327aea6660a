namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>What GitLab asks of components and what no tool here checks: see tests/platforms/gitlab/check.mjs.</summary>
[Trait("needs", "node")]
public sealed class ComponentTests
{
    [Fact]
    public async Task EveryComponentKeepsTheRules()
    {
        var checkedFiles = await NpmTools.RunAsync("check.mjs", Components.Templates);
        checkedFiles.Ends(0).Says($"{Components.Names.Count} components are sound");
    }

    [Theory]
    [InlineData("spec:\n  inputs:\n    a: { default: \"\" }\n---\njob: { script: \"$[[ inputs.a ]]\" }\n", "input a has no description",
        "a script holds an input")]
    [InlineData("spec:\n  inputs:\n    a: { description: d, options: [x], default: y }\n---\njob: { script: [run] }\n",
        "input a is never used", "default of a is not one of its options")]
    [InlineData(
        "spec:\n  inputs:\n    a: { description: d, regex: \"^x$\", default: y }\n---\nimage: x\njob: { stage: \"$[[ inputs.a ]]\", "
        + "script: [run] }\n", "default of a does not match", "global keyword image")]
    [InlineData("spec:\n  inputs:\n    a: { description: d, typ: string }\n---\njob: { stage: \"$[[ inputs.b ]]\", script: [run] }\n",
        "input a has an unknown key typ", "uses b, which is not declared")]
    [InlineData("job: { script: [run] }\n", "expected a header, ---, and jobs")]
    public async Task AFaultIsFound(string template, params string[] findings)
    {
        var directory = Directory.CreateTempSubdirectory("pipelines-components-");
        await File.WriteAllTextAsync($"{directory.FullName}/bad.yml", template);
        (await NpmTools.RunAsync("check.mjs", directory.FullName)).Ends(1).Says(findings);
        directory.Delete(recursive: true);
    }
}
