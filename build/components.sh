#!/usr/bin/env bash
# components.sh DIRECTORY [X.Y.Z]   Writes the GitLab component project to DIRECTORY, ready to be pushed as its own project.
# With a version: images and includes refer to it, the tree is a repository with that tag, and DIRECTORY.bundle contains it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly out=$1 version=${2-}
readonly semver='^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$'
if [[ -n $version && ! $version =~ $semver ]]; then
  echo "components.sh: \"$version\" is not a version. Expected X.Y.Z, without a v: GitLab's catalog only lists semantic versions." >&2
  exit 2
fi

rm -rf "$out" "$out.bundle"
mkdir -p "$out"
cp -R gitlab-components/. "$out"
if [[ -z $version ]]; then
  echo "$out"
  exit
fi

find "$out" -name '*.yml' -exec sed -i -E "s|(default: \"[^\"]*/pipelines:)[^\"@]+\"|\1$version\"|" {} +
sed -i -E "s|(/guarded-deploy@)[0-9]+\.[0-9]+\.[0-9]+|\1$version|" "$out/README.md"
GIT_AUTHOR_DATE=$(git log -1 --format=%cI)
GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
in_tree() { git -C "$out" -c user.name=pipelines -c user.email=pipelines@localhost "$@"; }
in_tree init --quiet --initial-branch main
in_tree add --all
in_tree commit --quiet --message "Release $version"
in_tree tag "$version"
in_tree bundle create --quiet "$(realpath "$out").bundle" main "$version"
echo "$out, $out.bundle ($version)"
