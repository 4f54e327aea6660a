using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>
/// How the files of a release were built: an in-toto statement with SLSA provenance, version 1. Not signed: it is only the builder's own
/// claim.
/// </summary>
public static class ProvenanceStatement
{
    /// <param name="files">Name and SHA-256, in hex, of each file.</param>
    /// <param name="site">URL of the repository.</param>
    /// <param name="builder">Who built it: the URL of the run, or a description of the place.</param>
    public static string Write(
        IEnumerable<KeyValuePair<string, string>> files, string version, string commit, string site, string builder, DateTimeOffset started, DateTimeOffset finished) =>
        new JsonObject
        {
            ["_type"] = "https://in-toto.io/Statement/v1",
            ["subject"] = new JsonArray([.. files.Select(file => new JsonObject { ["name"] = file.Key, ["digest"] = new JsonObject { ["sha256"] = file.Value } })]),
            ["predicateType"] = "https://slsa.dev/provenance/v1",
            ["predicate"] = new JsonObject
            {
                ["buildDefinition"] = new JsonObject
                {
                    ["buildType"] = $"{site}/blob/main/build/release.cake",
                    ["externalParameters"] = new JsonObject { ["version"] = version },
                    ["resolvedDependencies"] = new JsonArray(new JsonObject { ["uri"] = $"git+{site}", ["digest"] = new JsonObject { ["gitCommit"] = commit } }),
                },
                ["runDetails"] = new JsonObject
                {
                    ["builder"] = new JsonObject { ["id"] = builder },
                    ["metadata"] = new JsonObject { ["startedOn"] = Text(started), ["finishedOn"] = Text(finished) },
                },
            },
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
