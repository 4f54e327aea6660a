using System.Text.Json.Nodes;

namespace Pipelines.Tests.Build;

public sealed class ProvenanceStatementTests
{
    [Fact]
    public void ItNamesTheFilesByDigestAndTheCommitTheyCameFrom()
    {
        var statement = JsonNode.Parse(ProvenanceStatement.Write(
            [KeyValuePair.Create("pipelines-linux-x64", "ab12")], "1.2.0", "a7b8c9d", "https://example.test/p",
            "https://example.test/run/1",
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(1)))!;

        Assert.Equal("ab12", (string?)statement["subject"]![0]!["digest"]!["sha256"]);
        Assert.Equal("https://slsa.dev/provenance/v1", (string?)statement["predicateType"]);
        Assert.Equal("a7b8c9d", (string?)statement["predicate"]!["buildDefinition"]!["resolvedDependencies"]![0]!["digest"]!["gitCommit"]);
        Assert.Equal("1970-01-01T00:01:00Z", (string?)statement["predicate"]!["runDetails"]!["metadata"]!["finishedOn"]);
    }
}
