using Pipelines.Cli.Generation;

namespace Pipelines.Cli.Steps;

/// <summary>The files that <c>init</c> writes.</summary>
internal static class InitFiles
{
    public static string Config(InitAnswers answers) => $$"""
        # All keys: docs/configuration.md. Check this file with: pipelines config check
        app: {{YamlText.Scalar(answers.App)}}
        {{(answers.Store is { } store
            ? $"store: {YamlText.Quote(store)}"
            : "# store: s3://BUCKET/PREFIX or file:PATH for releases and records; default: file:.pipelines/store")}}
        package:
          path: {{YamlText.Quote(answers.Path)}}
        environments:
          {{YamlText.Scalar(answers.Environment)}}:
            hosts: [{{YamlText.Quote(answers.Host)}}] # local: is the machine that this runs on; for another one: ssh://user@host
            deploy:
              root: {{YamlText.Quote($"/srv/{answers.App}")}}
              # service: { systemd: {{answers.App}}.service }
              # port: 3000
            # health:
            #   - http: http://127.0.0.1:{port}/health
            #     expect: { version: "{release}" }

        """;

    public static string Workflow(InitAnswers answers) => $$$"""
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
          id-token: write # for a store in S3 without keys
        concurrency: deploy-{{{answers.Environment}}}
        jobs:
          deploy:
            runs-on: {{{(answers.IsLocal ? "[self-hosted, linux]" : "ubuntu-latest")}}}
            environment: {{{YamlText.Scalar(answers.Environment)}}}
            steps:
              - uses: actions/checkout@v5
              # Build into {{{answers.Path.ReplaceLineEndings(" ")}}} here.
        {{{(answers.IsLocal ? OnTheMachine(answers) : OverSsh(answers))}}}

        """;

    public static string Include(InitAnswers answers) => $"""
        include:
          - component: $CI_SERVER_FQDN/{Product.Repository}/deploy@{Product.Version}
            inputs:
              stage: deploy
              environment: {YamlText.Scalar(answers.Environment)}
              path: {YamlText.Quote(answers.Path)}

        """;

    private static string OnTheMachine(InitAnswers answers) => $$$"""
              - uses: {{{Product.Repository}}}/actions/setup@{{{Product.MajorTag}}} # a container action cannot reach this machine
              - run: exec pipelines deploy
                env:
                  PIPELINES_ENVIRONMENT: {{{YamlText.Scalar(answers.Environment)}}}
                  PIPELINES_PATH: {{{YamlText.Quote(answers.Path)}}}
                  PIPELINES_REASON: ${{ inputs.reason }}
        """;

    private static string OverSsh(InitAnswers answers) => $$$"""
              - uses: {{{Product.Repository}}}/actions/deploy@{{{Product.MajorTag}}}
                with:
                  environment: {{{YamlText.Scalar(answers.Environment)}}}
                  path: {{{YamlText.Quote(answers.Path)}}}
                  reason: ${{ inputs.reason }}
                  ssh-key: ${{ secrets.SSH_KEY }}
                  known-hosts: ${{ vars.KNOWN_HOSTS }}
        """;
}
