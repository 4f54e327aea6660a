using System.Security.Cryptography;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Examples;

/// <summary>Builds of the Verdaccio example, kept below <c>out/</c> until their sources change.</summary>
internal static class VerdaccioBuild
{
    /// <summary>Directory of the build of v1 or v2.</summary>
    public static async Task<string> OfAsync(string version)
    {
        var build = SourceTree.At($"out/tests/verdaccio/{version}-{Digest(version)}");
        if (!Directory.Exists(build))
        {
            if (Directory.Exists($"{build}.new"))
            {
                Directory.Delete($"{build}.new", recursive: true);
            }

            var made = await Command.RunAsync(SourceTree.At("examples/verdaccio/build.sh"), version, $"{build}.new");
            Assert.True(made.ExitCode == 0, $"npm ci failed; without the npm registry leave this out by --without=npm:\n{made.All}");
            Directory.Move($"{build}.new", build);
        }

        return build;
    }

    private static string Digest(string version)
    {
        string[] sources = [$"{version}/package-lock.json", $"{version}/package.json", "build.sh", "config.yaml", "prove.mjs"];
        var bytes = sources.SelectMany(source => File.ReadAllBytes(SourceTree.At($"examples/verdaccio/{source}"))).ToArray();
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
    }
}
