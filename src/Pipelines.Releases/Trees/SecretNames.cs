namespace Pipelines.Releases.Trees;

/// <summary>
/// Files that are known to contain secrets: credentials of tools and clouds, private keys, environment files. A release is kept for a long
/// time, in a store that many people can read, so such a file is rejected unless the user explicitly allows it.
/// </summary>
internal sealed class SecretNames(IReadOnlyList<string> allowed)
{
    private const int Looked = 64 * 1024;

    private static readonly GlobRules Names = GlobRules.Parse(
        [
            ".env", ".env.*", "!.env.{example,sample,template,dist}",
            "id_{rsa,dsa,ecdsa,ed25519,ecdsa_sk,ed25519_sk}",
            "gha-creds-*.json", "**/.aws/credentials", "**/.docker/config.json", "**/.kube/config", "application_default_credentials.json",
            ".netrc", "_netrc", ".git-credentials", ".pgpass", ".my.cnf", ".pypirc", ".htpasswd",
            "*.pfx", "*.p12", "*.kdbx", "*.ppk",
        ],
        "built-in secret names");

    private static readonly GlobRules Keys = GlobRules.Parse(["*.pem", "*.key"], "built-in key names");

    private readonly GlobRules _allowed = GlobRules.Parse(allowed, "allow-secrets");

    /// <summary>Why a file looks like a secret, as the end of a sentence; null if it does not, or is allowed.</summary>
    /// <param name="path">Path in the tree.</param>
    /// <param name="file">The file, which is read if its name alone is not conclusive.</param>
    public string? Problem(string path, string file)
    {
        var problem = Names.Match(path, directory: false) ? "has a name that is typical of secrets"
            : Keys.Match(path, directory: false) && Holds(file, "PRIVATE KEY-----") ? "contains a private key"
            : path.EndsWith(".npmrc", StringComparison.Ordinal) && HoldsToken(file) ? "contains an npm token"
            : null;
        return problem is null || _allowed.MatchOrBelow(path, directory: false) ? null : problem;
    }

    private static bool Holds(string file, string text) => Start(file).Contains(text, StringComparison.Ordinal);

    /// <summary>A line such as <c>//registry/:_authToken=...</c> with an actual value, not <c>${VARIABLE}</c>.</summary>
    private static bool HoldsToken(string file) => Start(file).Split('\n')
        .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
        .Any(pair => pair is [var name, { Length: > 0 } value]
            && (name.EndsWith("_authToken", StringComparison.Ordinal) || name.EndsWith("_auth", StringComparison.Ordinal)
                || name.EndsWith("_password", StringComparison.Ordinal))
            && !value.StartsWith("${", StringComparison.Ordinal));

    private static string Start(string file)
    {
        using var handle = File.OpenHandle(file);
        var buffer = new byte[(int)Math.Min(Looked, RandomAccess.GetLength(handle))];
        return System.Text.Encoding.Latin1.GetString(buffer, 0, RandomAccess.Read(handle, buffer, 0));
    }
}
