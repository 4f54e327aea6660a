using System.Globalization;
using System.Text;
using Pipelines.Errors;

namespace Pipelines.Tests.Fuzz;

/// <summary>
/// An exception is not an outcome: whatever a network, a service or a file says, a parser reads it or refuses it in the way that its
/// callers expect. Anything else
/// would end the program as a defect, perhaps after the switch. PIPELINES_FUZZ=100000 tries so many inputs of each.
/// </summary>
[Trait("size", "large")]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261126;
    private const int Sample = 1500;

    public static TheoryData<string> Names => [.. FuzzTargets.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task WhateverItSaysIsReadOrRefused(string name)
    {
        var (target, mutator, refused) = (FuzzTargets.All[name], new Mutator(Seed), 0);
        var count = int.TryParse(Environment.GetEnvironmentVariable("PIPELINES_FUZZ"), CultureInfo.InvariantCulture, out var asked)
            ? asked : Sample;
        foreach (var sound in target.Sound)
        {
            await target.ReadAsync(sound);
        }

        for (var i = 0; i < count; i++)
        {
            var input = mutator.Next(target.Sound);
            try
            {
                await target.ReadAsync(input);
            }
            catch (PipelineException e) when (e.ExitCode != ExitCode.Bug)
            {
                refused++;
            }
            catch (Exception e) when (e is not PipelineException)
            {
                Assert.Fail($"input {i} of seed {Seed}, {Convert.ToBase64String(input)} ({Encoding.UTF8.GetString(input)}): {e}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {count} inputs, seed {Seed}, {refused} refused, 0 defects"));
    }
}
