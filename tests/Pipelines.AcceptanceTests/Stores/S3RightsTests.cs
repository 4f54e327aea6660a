using System.Text.Json.Nodes;
using Amazon.S3;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Errors;
using Pipelines.Stores;
using Pipelines.Tests.Stores;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>The rights that the guide lists are enough, and they end at the prefix.</summary>
[Trait("needs", "ceph")]
public sealed class S3RightsTests(S3Server server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task AUserWithTheListedRightsDoesAll()
    {
        var bucket = await LimitedAsync();
        using var site = new Site(Configs.Restart(top: $"store: \"{bucket.Address("team")}\"")) { Variables = bucket.Variables };

        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        (await site.DeployAsync(site.Build("v2"))).Ends(0);
        (await site.RunAsync("rollback")).Ends(0);

        var store = bucket.Store("team/deeper");
        await store.PutAsync("large", new PatternStream(20_000_000), PutCondition.Always, None);
        await store.DeleteAsync("large", None);
        await store.DeleteAsync(".tmp-never", None);
        Assert.Null(await store.OpenAsync("large", null, None));
    }

    [Fact]
    public async Task AndNothingOutsideThePrefix()
    {
        var bucket = await LimitedAsync();

        foreach (var prefix in (string[])["other", "teammate", ""])
        {
            var store = bucket.Store(prefix);
            await Assert.ThrowsAsync<PipelineException>(() => store.PutTextAsync("k", "x", PutCondition.Always));
            await Assert.ThrowsAsync<PipelineException>(store.KeysAsync);
        }
    }

    [Fact]
    public async Task AReaderOfTheBucketIsToldThatItMayNotWrite()
    {
        var bucket = await LimitedAsync(without: "s3:PutObject");
        var store = bucket.Store("team");

        Assert.Empty(await store.KeysAsync());
        Assert.Null(await store.OpenAsync("k", null, None));
        var error = await Assert.ThrowsAsync<PipelineException>(() => store.PutTextAsync("k", "x", PutCondition.Absent));
        Assert.Contains("cannot write k: access is denied", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARoleThatIsNotGivenIsOneClearError()
    {
        var (bucket, role) = await RoleAsync();
        var store = $"--store={bucket.Address("team", options: $"&role={role}x&sts-endpoint={bucket.Server.Url.ToString().TrimEnd('/')}")}";
        using var site = new Site(Configs.Restart()) { Variables = bucket.Variables };
        (await site.RunAsync("history", store)).Ends(1).Says($"the role {role}x could not be assumed", "trust policy");
    }

    [Fact]
    public async Task ARoleIsTakenOnWithTheKeysOfTheEnvironment()
    {
        var (bucket, role) = await RoleAsync();
        using var site =
            new Site(
                Configs.Restart(
                top: $"store: \"{bucket.Address("team", options: $"&role={role}&sts-endpoint={bucket.Server.Url.ToString().TrimEnd('/')}")}\"")) { Variables = bucket.Variables };
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        site.Configure(Configs.Restart(top: $"store: \"{bucket.Address("team")}\""));
        (await site.RunAsync("history")).Ends(1).Says("access is denied");
    }

    [Fact]
    public async Task ARoleIsTakenOnByAProfile()
    {
        var (bucket, role) = await RoleAsync();
        using var site = new Site(Configs.Restart(top: $"store: \"{bucket.Address("team", options: "&profile=deployer")}\""));
        await File.WriteAllTextAsync(site["aws"], $"""
            [profile deployer]
            role_arn = {role}
            source_profile = caller
            region = us-east-1
            [profile caller]
            aws_access_key_id = {bucket.Variables[0].Value}
            aws_secret_access_key = {bucket.Variables[1].Value}
            """);
        site.Variables =
            [("AWS_CONFIG_FILE", site["aws"]), ("AWS_ENDPOINT_URL_STS", bucket.Server.Url.ToString()),
                ("AWS_EC2_METADATA_DISABLED", "true")];

        (await site.DeployAsync(site.Build("v1"))).Ends(0);
    }

    /// <summary>A user to whom the bucket's owner gave what the guide lists.</summary>
    /// <param name="without">A right that is left out; null for none.</param>
    private async Task<Bucket> LimitedAsync(string? without = null)
    {
        var bucket = await server.BucketAsync();
        var user = $"limited{Guid.NewGuid():n}";
        var secret = await bucket.Server.AddUserAsync(user);
        var policy = Policy(bucket);
        foreach (var statement in policy["Statement"]!.AsArray())
        {
            statement!["Action"] =
                new JsonArray(
                    [.. statement["Action"]!.AsArray().Select(right => right!.GetValue<string>()).Where(right => right != without)]);
            statement["Principal"] = new JsonObject { ["AWS"] = new JsonArray($"arn:aws:iam:::user/{user}") };
        }

        await bucket.Client.PutBucketPolicyAsync(bucket.Name, policy.ToJsonString());
        return bucket.As(user, secret);
    }

    /// <summary>A user without rights, and a role that it may take on.</summary>
    private async Task<(Bucket Bucket, string Role)> RoleAsync()
    {
        var bucket = await server.BucketAsync();
        var user = $"caller{Guid.NewGuid():n}";
        var secret = await bucket.Server.AddUserAsync(user);
        var trust = JsonNode.Parse("""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["sts:AssumeRole"] }] }""")!;
        trust["Statement"]![0]!["Principal"] = new JsonObject { ["AWS"] = new JsonArray($"arn:aws:iam:::user/{user}") };
        await bucket.Server.AdminAsync("role", "create", $"--role-name={user}", $"--assume-role-policy-doc={trust.ToJsonString()}");
        await bucket.Server.AdminAsync("role-policy", "put", $"--role-name={user}", "--policy-name=guide",
            $"--policy-doc={Policy(bucket).ToJsonString()}");
        return (bucket.As(user, secret), $"arn:aws:iam:::role/{user}");
    }

    private static JsonNode Policy(Bucket bucket)
    {
        var guide = File.ReadAllText(SourceTree.At("docs/guides/stores.md"));
        var json = guide.Split("```json\n")[1].Split("```")[0];
        return JsonNode.Parse(json.Replace("BUCKET", bucket.Name, StringComparison.Ordinal)
            .Replace("PREFIX", "team", StringComparison.Ordinal))!;
    }
}
