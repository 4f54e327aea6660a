using Pipelines.Cli.Generation;

namespace Pipelines.Cli.Steps;

/// <summary>The files that <c>init</c> writes.</summary>
internal static class InitFiles
{
    public static string Config(string app, string environment, string path) => $$"""
        # All keys: docs/configuration.md. Check this file with: pipelines config check
        app: {{YamlText.Scalar(app)}}
        package:
          path: {{YamlText.Quote(path)}}
        environments:
          {{YamlText.Scalar(environment)}}:
            hosts: ["local:"] # the machine that this runs on; for another one: ssh://user@host
            deploy:
              root: {{YamlText.Quote($"/srv/{app}")}}
              # service: { systemd: {{app}}.service }
              # port: 3000
            # health:
            #   - http: http://127.0.0.1:{port}/health
            #     expect: { version: "{release}" }

        """;

    public static string Workflow(string environment, string path) => $$$"""
        name: deploy
        on:
          push:
            branches: [main]
          workflow_dispatch:
            inputs:
              reason:
                description: Reason
                type: string
        permissions:
          contents: read
        concurrency: deploy-{{{environment}}}
        jobs:
          deploy:
            runs-on: [self-hosted, linux]
            environment: {{{YamlText.Scalar(environment)}}}
            steps:
              - uses: actions/checkout@v5
              # Build into {{{path.ReplaceLineEndings(" ")}}} here.
              - uses: {{{Product.Repository}}}/actions/setup@{{{Product.MajorTag}}} # a container action cannot reach this machine
              - run: exec pipelines deploy
                env:
                  PIPELINES_ENVIRONMENT: {{{YamlText.Scalar(environment)}}}
                  PIPELINES_PATH: {{{YamlText.Quote(path)}}}
                  PIPELINES_REASON: ${{ inputs.reason }}

        """;

    public static string Include(string environment, string path) => $"""
        include:
          - component: $CI_SERVER_FQDN/{Product.Repository}/deploy@{Product.Version}
            inputs:
              stage: deploy
              environment: {YamlText.Scalar(environment)}
              path: {YamlText.Quote(path)}

        """;
}
