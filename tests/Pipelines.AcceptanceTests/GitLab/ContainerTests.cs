using Pipelines.AcceptanceTests.GitHub;

namespace Pipelines.AcceptanceTests.GitLab;

/// <summary>The components as a runner with containers runs them: in the image, started by the shell that GitLab puts into it.</summary>
[Trait("needs", "podman")]
[Trait("needs", "node")]
public sealed class ContainerTests : IClassFixture<ImageFixture>
{
    private const string Helper = "localhost/pipelines-helper:tests";

    public ContainerTests(ImageFixture image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (Podman.Run(["image", "exists", Helper]).ExitCode != 0)
        {
            MakeHelper();
        }
    }

    [Fact]
    public async Task TheFlowRunsInTheImage()
    {
        using var project = await GitLabProject.CreateAsync($$"""
            include:
              - component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/guarded-deploy@$CI_COMMIT_SHA
                inputs: { environment: production, path: site, image: {{ImageFixture.Name}}, allow-ephemeral: true }

            after:
              stage: .post
              image: { name: {{ImageFixture.Name}}, entrypoint: [""] }
              needs: [deploy]
              script: 'echo "release=$RELEASE outcome=$OUTCOME."'
            """, config: """
            app: site
            store: file:/kept/store
            environments: { production: { hosts: ["local:/kept/live"] } }
            """);
        Directory.CreateDirectory($"{project.Root}/kept");

        var ran = await project.RunInContainersAsync(["gate", "deploy", "after"], Helper, $"{project.Root}/kept:/kept");

        var release = Path.GetFileName(Assert.Single(Directory.GetDirectories($"{project.Root}/kept/live/releases")));
        ran.Ends(0).Says("is live in production", $"release={release} outcome=succeeded.");
        Assert.Equal("hello\n", await File.ReadAllTextAsync($"{project.Root}/kept/live/releases/{release}/index.html"));
    }

    /// <summary>gitlab-ci-local moves files in and out by containers of an image that has a shell and rsync.</summary>
    private static void MakeHelper()
    {
        var archive = Path.Combine(Path.GetTempPath(), $"pipelines-helper-{Guid.NewGuid():N}.tar");
        Podman.AsRoot("mmdebstrap", "--quiet", "--variant=minbase", "--include=rsync", "bookworm", archive).Ends(0);
        Podman.Run(["import", archive, Helper]).Ends(0);
        Podman.AsRoot("rm", archive).Ends(0);
    }
}
