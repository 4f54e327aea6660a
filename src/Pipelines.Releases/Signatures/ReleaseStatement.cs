using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Records;
using Pipelines.Reporting;

namespace Pipelines.Releases.Signatures;

/// <summary>
/// The signed statement about a release: an in-toto statement, version 1, that identifies its manifest by digest, with SLSA provenance,
/// version 1. https://github.com/in-toto/attestation, https://slsa.dev/spec/v1.0/provenance.
/// </summary>
internal static class ReleaseStatement
{
    public const string PayloadType = "application/vnd.in-toto+json";

    private const string Type = "https://in-toto.io/Statement/v1";
    private const string PredicateType = "https://slsa.dev/provenance/v1";
    private const string BuildType = "urn:pipelines:release:1";
    private const string LocalBuilder = "urn:pipelines:local";

    public static byte[] Write(Manifest release, Provenance provenance)
    {
        var origin = Uri.TryCreate(provenance.RunUrl, UriKind.Absolute, out var run) ? run.GetLeftPart(UriPartial.Authority) : null;
        return JsonSerializer.SerializeToUtf8Bytes(
            new JsonObject
            {
                ["_type"] = Type,
                ["subject"] =
                    new JsonArray(new JsonObject { ["name"] = release.App, ["digest"] = new JsonObject { ["sha256"] = release.Digest } }),
                ["predicateType"] = PredicateType,
                ["predicate"] = new JsonObject
                {
                    ["buildDefinition"] = new JsonObject
                    {
                        ["buildType"] = BuildType,
                        ["externalParameters"] = new JsonObject { ["app"] = release.App },
                        ["resolvedDependencies"] =
                            new JsonArray(
                                [.. provenance.Commit is { } commit ? [Source(provenance, commit, origin)] : Array.Empty<JsonNode>()]),
                    },
                    ["runDetails"] =
                        new JsonObject { ["builder"] = new JsonObject { ["id"] = origin ?? LocalBuilder },
                            ["metadata"] = Metadata(provenance) },
                },
            },
            ReleaseJson.Default.JsonObject);
    }

    /// <summary>Why a payload is not about this release, as a sentence; null if it is.</summary>
    public static string? Problem(byte[] payload, Manifest release)
    {
        try
        {
            var statement = JsonNode.Parse(payload) as JsonObject ?? throw new JsonException();
            var subjects = (statement["_type"], statement["predicateType"]) is (JsonValue type, JsonValue predicate)
                && type.ToString() == Type && predicate.ToString() == PredicateType
                ? statement["subject"] as JsonArray : null;
            var named = (subjects ?? []).OfType<JsonObject>().ToList();
            return named.Any(subject =>
                $"{subject["name"]}" == release.App && $"{(subject["digest"] as JsonObject)?["sha256"]}" == release.Digest) ? null
                : named.Count == 0 ? "the signed statement is not about a release."
                : $"the signed statement is about another release: {named[0]["name"]} with the digest "
                + $"{(named[0]["digest"] as JsonObject)?["sha256"]}.";
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return "the signed statement cannot be read.";
        }
    }

    private static JsonObject Source(Provenance provenance, string commit, string? origin)
    {
        var source = new JsonObject { ["digest"] = new JsonObject { ["gitCommit"] = commit } };
        if (origin is not null && provenance.Repository is { } repository)
        {
            source["uri"] = $"git+{origin}/{repository}{(provenance.Ref is { } at ? $"@{at}" : "")}";
        }

        return source;
    }

    private static JsonObject Metadata(Provenance provenance)
    {
        var metadata = new JsonObject();
        if (provenance.RunUrl is { } run)
        {
            metadata["invocationId"] = run;
        }

        if (provenance.BuiltAt is { } built)
        {
            metadata["finishedOn"] = Instants.Format(built);
        }

        return metadata;
    }
}
