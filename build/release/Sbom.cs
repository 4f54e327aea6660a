using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

/// <summary>The components of the program, as an SPDX 2.3 document. Format: the SPDX specification, version 2.3.</summary>
public static class Sbom
{
    /// <summary>Packages used only during the build, which are not part of the program.</summary>
    private static readonly string[] BuildOnly = ["Microsoft.NET.ILLink.Tasks", "Microsoft.DotNet.ILCompiler", "runtime.linux-x64.Microsoft.DotNet.ILCompiler"];

    /// <param name="assets">The text of the program's project.assets.json.</param>
    /// <param name="version">Version of the program.</param>
    /// <param name="licence">SPDX expression of a package's license by id and version; null if unknown.</param>
    /// <param name="created">The time of the release.</param>
    public static string Write(string assets, string version, string site, Func<string, string, string?> licence, DateTimeOffset created)
    {
        using var document = JsonDocument.Parse(assets);
        var packages = Packages(document.RootElement).OrderBy(package => package.Id, StringComparer.Ordinal).ToList();
        var root = Package("SPDXRef-Package-pipelines", "pipelines", version, null, null, null);
        return new JsonObject
        {
            ["spdxVersion"] = "SPDX-2.3",
            ["dataLicense"] = "CC0-1.0",
            ["SPDXID"] = "SPDXRef-DOCUMENT",
            ["name"] = $"pipelines-{version}",
            ["documentNamespace"] = $"{site}/releases/download/v{version}/sbom.spdx.json",
            ["creationInfo"] = new JsonObject
            {
                ["created"] = created.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["creators"] = new JsonArray($"Tool: pipelines-build-{version}"),
            },
            ["packages"] = new JsonArray([root, .. packages.Select(package => Package(
                Reference(package.Id), package.Id, package.Version, licence(package.Id, package.Version), package.Sha512,
                $"pkg:nuget/{package.Id}@{package.Version}"))]),
            ["relationships"] = new JsonArray([
                Relation("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-Package-pipelines"),
                .. packages.Select(package => Relation("SPDXRef-Package-pipelines", "DEPENDS_ON", Reference(package.Id)))]),
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    /// <summary>The license expression in a package's nuspec; null if it only refers to a file or a URL.</summary>
    public static string? LicenceOf(string nuspec)
    {
        var licence = XDocument.Parse(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
        return (string?)licence?.Attribute("type") == "expression" ? licence!.Value : null;
    }

    /// <summary>Referenced packages, and the runtime included in a self-contained program.</summary>
    private static IEnumerable<(string Id, string Version, string? Sha512)> Packages(JsonElement assets)
    {
        foreach (var library in assets.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package"))
        {
            var (id, version) = (library.Name.Split('/')[0], library.Name.Split('/')[1]);
            if (!BuildOnly.Contains(id))
            {
                yield return (id, version, Convert.ToHexStringLower(library.Value.GetProperty("sha512").GetBytesFromBase64()));
            }
        }

        var downloads = assets.GetProperty("project").GetProperty("frameworks").EnumerateObject()
            .SelectMany(framework => framework.Value.TryGetProperty("downloadDependencies", out var list) ? list.EnumerateArray() : default);
        foreach (var runtime in downloads.Where(each => each.GetProperty("name").GetString()!.StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.Ordinal)))
        {
            yield return (runtime.GetProperty("name").GetString()!, runtime.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0], null);
        }
    }

    private static JsonObject Package(string reference, string name, string version, string? licence, string? sha512, string? purl)
    {
        var package = new JsonObject
        {
            ["SPDXID"] = reference,
            ["name"] = name,
            ["versionInfo"] = version,
            ["downloadLocation"] = "NOASSERTION",
            ["filesAnalyzed"] = false,
            ["licenseConcluded"] = "NOASSERTION",
            ["licenseDeclared"] = licence ?? "NOASSERTION",
            ["copyrightText"] = "NOASSERTION",
        };
        if (sha512 is not null)
        {
            package["checksums"] = new JsonArray(new JsonObject { ["algorithm"] = "SHA512", ["checksumValue"] = sha512 });
        }

        if (purl is not null)
        {
            package["externalRefs"] = new JsonArray(new JsonObject
            {
                ["referenceCategory"] = "PACKAGE-MANAGER",
                ["referenceType"] = "purl",
                ["referenceLocator"] = purl,
            });
        }

        return package;
    }

    private static JsonObject Relation(string from, string kind, string to) =>
        new() { ["spdxElementId"] = from, ["relationshipType"] = kind, ["relatedSpdxElement"] = to };

    private static string Reference(string id) => $"SPDXRef-Package-{id}";
}
