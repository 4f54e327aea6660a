# The program on a small Debian, for GitHub's container actions and GitLab's jobs. Build it with ./build.sh image: the context is a folder
# that holds the published program and its post entry point alone, nothing is compiled here.
# GitHub runs it as root and by its entry point; GitLab starts a shell in it, hence bash and coreutils, which every Debian has.
ARG BASE=docker.io/library/debian:bookworm-slim
FROM ${BASE} AS base
RUN { command -v git && command -v ssh && test -s /etc/ssl/certs/ca-certificates.crt; } >/dev/null \
 || { apt-get update -q && apt-get install -yq --no-install-recommends ca-certificates git openssh-client && rm -rf /var/lib/apt/lists/* /var/log/*; }

FROM base
ARG VERSION=unknown
ARG REVISION=unknown
ARG SOURCE=https://github.com/pipelines/pipelines
LABEL org.opencontainers.image.title="Pipelines" \
      org.opencontainers.image.description="Takes a build live safely, or leaves what was live untouched." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
COPY pipelines pipelines-recover /usr/local/bin/
ENTRYPOINT ["/usr/local/bin/pipelines"]
