# The program on a small Debian image, for GitHub container actions and GitLab jobs. Build it with ./build.sh image: the context is a folder
# that contains only the published program, its post entry point and the list of what no package installs; nothing is compiled here.
# GitHub runs the entry point as root; GitLab starts a shell, so it needs bash and coreutils, which every Debian has.
ARG BASE=docker.io/library/debian:bookworm-slim
FROM ${BASE} AS base
COPY image.dpkg.cfg /etc/dpkg/dpkg.cfg.d/pipelines
RUN { command -v git && command -v ssh && test -s /etc/ssl/certs/ca-certificates.crt; } >/dev/null \
 || { apt-get update -q && apt-get install -yq --no-install-recommends ca-certificates git openssh-client \
      && ln -sf ../../bin/git /usr/lib/git-core/git && rm -rf /var/lib/apt/lists/* /var/log/*; } \
 && rm /etc/dpkg/dpkg.cfg.d/pipelines # what a job installs later is whole

FROM base
ARG VERSION=unknown
ARG REVISION=unknown
ARG SOURCE=https://github.com/pipelines/pipelines
LABEL org.opencontainers.image.title="Pipelines" \
      org.opencontainers.image.description="Deploys a build safely, or keeps the current release running." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
# what is deployed to this container is gone with it: the program refuses the host local: here
ENV PIPELINES_IMAGE=1
COPY pipelines pipelines-recover /usr/local/bin/
ENTRYPOINT ["/usr/local/bin/pipelines"]
