namespace Pipelines.AcceptanceTests.Setup;

/// <summary>A user who may not write everywhere: whoever runs the tests, or <c>nobody</c> when that is root.</summary>
internal static class OrdinaryUser
{
    private const string Nobody = "65534";

    /// <summary>Lets the user have all of a site except one directory.</summary>
    public static async Task OwnsAsync(Site site, string except)
    {
        if (Environment.IsPrivilegedProcess)
        {
            (await Command.RunAsync("chown", "--recursive", $"{Nobody}:{Nobody}", site.Path)).Ends(0);
            (await Command.RunAsync("chown", "--recursive", "0:0", except)).Ends(0);
        }

        (await Command.RunAsync("chmod", "--recursive", "a-w", except)).Ends(0);
    }

    public static async Task<Outcome> RunAsync(Site site, params string[] words)
    {
        var own = site["pipelines"]; // the checkout may lie where nobody may look
        File.Copy(SourceTree.Binary, own);
        string[] user = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"] : [];
        using var command =
            Command.Start([.. user, own, .. words, "--environment", "production"], CommandLine.Environment(("HOME", site.Path)), site.Path);
        return await command.EndAsync();
    }
}
