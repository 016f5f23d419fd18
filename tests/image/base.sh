#!/bin/bash
# base.sh [NAME]: a stand-in for python:3.11-slim where no image registry can be reached: a Debian bookworm root with its
# Python 3.11, from Debian's own mirror (about 50 s), as localhost/python:3.11-slim. Needs root, debootstrap and buildah.
set -eu
NAME=${1:-localhost/python:3.11-slim}
buildah inspect --type image "$NAME" >/dev/null 2>&1 && exit 0
ROOT=$(mktemp -d); trap 'rm -rf "$ROOT"' EXIT
debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates bookworm "$ROOT" >/dev/null
rm -rf "$ROOT"/var/cache/apt/archives/*.deb "$ROOT"/var/lib/apt/lists/*
ln -s python3 "$ROOT/usr/bin/python"
container=$(buildah from scratch)
buildah add --quiet "$container" "$ROOT" / >/dev/null
buildah config --env PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin --cmd python3 "$container"
buildah commit --quiet --rm "$container" "$NAME"
