#!/usr/bin/env bash
# by-hand.sh WAY TREE HOME BUCKET   Ships TREE to HOME/releases and switches HOME/current, as teams do by hand; writes the bytes sent to HOME/sent.
# WAY: gzip, "zstd -T0" (an archive, both ways with aws s3 cp), rclone (objects), rsync (over SSH, host "bench" in HOME/../ssh_config), casync (a store on disk).
set -euo pipefail
way=$1 tree=$2 home=$3 bucket=$4
release=$(date +%s%N)
target=$home/releases/$release
mkdir -p "$home/releases"
case $way in
  gzip | zstd*)
    mkdir "$target"
    # shellcheck disable=SC2086 # a command and its options
    tar -C "$tree" -cf - . | $way >"$home/$release.tar"
    aws s3 cp --only-show-errors "$home/$release.tar" "s3://$bucket/$release.tar"
    stat -c %s "$home/$release.tar" >"$home/sent"
    aws s3 cp --only-show-errors "s3://$bucket/$release.tar" "$home/fetched.tar"
    # shellcheck disable=SC2086
    $way -dc <"$home/fetched.tar" | tar -C "$target" -xf -
    ;;
  rclone)
    unset AWS_CA_BUNDLE # with one it refuses to start; the server here speaks http
    rclone sync --checksum --links --transfers 16 --checkers 16 "$tree" "s3:$bucket/tree" --stats-one-line --stats 0 --use-json-log --log-file "$home/log" --log-level INFO
    rclone sync --checksum --links --transfers 16 --checkers 16 "s3:$bucket/tree" "$target"
    ;;
  rsync)
    [[ -e $home/current ]] && last=(--link-dest "$(readlink -f "$home/current")") || last=()
    rsync -ac --stats "${last[@]}" -e "ssh -F $home/../ssh_config" "$tree/" "bench:$target/" | sed -n 's/^Total bytes sent: //p' | tr -d , >"$home/sent"
    ;;
  casync)
    casync make --store="$home/store" "$home/$release.caidx" "$tree" >/dev/null
    du -sb "$home/store" | cut -f1 >"$home/sent"
    [[ -e $home/current ]] && seed=(--seed "$(readlink -f "$home/current")") || seed=()
    casync extract --store="$home/store" "${seed[@]}" "$home/$release.caidx" "$target" >/dev/null
    ;;
esac
sync -f "$target"
ln -s "releases/$release" "$home/next"
mv -T "$home/next" "$home/current"
