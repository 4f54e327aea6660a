using System.Text.Json.Nodes;

namespace Pipelines.Tests.Build;

public sealed class SbomTests
{
    private const string Assets = """
        {
          "libraries": {
            "NodaTime/3.3.7": { "sha512": "AAEC", "type": "package" },
            "Microsoft.NET.ILLink.Tasks/10.0.12": { "sha512": "AAEC", "type": "package" },
            "Microsoft.DotNet.ILCompiler/10.0.12": { "sha512": "AAEC", "type": "package" },
            "runtime.linux-x64.Microsoft.DotNet.ILCompiler/10.0.12": { "sha512": "AAEC", "type": "package" },
            "Pipelines/0.1.0": { "type": "project" }
          },
          "project": { "frameworks": { "net10.0": { "downloadDependencies": [
            { "name": "Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64", "version": "[10.0.12, 10.0.12]" },
            { "name": "Microsoft.AspNetCore.App.Runtime.linux-x64", "version": "[10.0.12, 10.0.12]" } ] } } }
        }
        """;

    private static readonly JsonNode Document =
        JsonNode.Parse(
            Sbom.Write(Assets, "1.2.0", "https://example.test/p", (id, _) =>
            id == "NodaTime" ? "Apache-2.0" : null, DateTimeOffset.UnixEpoch))!;

    [Fact]
    public void WhatIsInTheProgramIsListedAndWhatOnlyBuildsItIsNot() => Assert.Equal(
        ["pipelines 1.2.0", "Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64 10.0.12", "NodaTime 3.3.7"],
        Document["packages"]!.AsArray().Select(package => $"{package!["name"]} {package["versionInfo"]}"));

    [Fact]
    public void APackageHasLicenceChecksumAndAddress()
    {
        var package = Document["packages"]![2]!;

        Assert.Equal(("Apache-2.0", "000102", "pkg:nuget/NodaTime@3.3.7"), (
            (string?)package["licenseDeclared"], (string?)package["checksums"]![0]!["checksumValue"],
            (string?)package["externalRefs"]![0]!["referenceLocator"]));
        Assert.Equal("NOASSERTION", (string?)Document["packages"]![1]!["licenseDeclared"]);
    }

    [Fact]
    public void EveryRelationNamesAnElementOfTheDocument()
    {
        var known = Document["packages"]!.AsArray().Select(package => (string?)package!["SPDXID"]).Append("SPDXRef-DOCUMENT").ToHashSet();

        Assert.All(Document["relationships"]!.AsArray(), relation =>
        {
            Assert.Contains((string?)relation!["spdxElementId"], known);
            Assert.Contains((string?)relation["relatedSpdxElement"], known);
        });
        Assert.Equal(3, Document["relationships"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("<package xmlns='a'><metadata><license type='expression'>MIT</license></metadata></package>", "MIT")]
    [InlineData("<package><metadata><license type='file'>LICENSE.txt</license></metadata></package>", null)]
    [InlineData("<package><metadata><licenseUrl>https://example.test</licenseUrl></metadata></package>", null)]
    public void OnlyAnExpressionIsALicence(string nuspec, string? expected) => Assert.Equal(expected, Sbom.LicenceOf(nuspec));
}
