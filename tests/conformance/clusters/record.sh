#!/bin/sh
# Records what flate makes of each cluster (recorded with flate v0.6.5, github.com/home-operations/flate). Needs git and flate.
# Usage: tests/conformance/clusters/record.sh [case...]
set -eu
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- */
for case in "$@"; do
    case=${case%/}
    work="$(mktemp -d)"
    cp -r "$case/repository/." "$work"
    (
        cd "$work"
        git init -q
        git remote add origin https://example.org/platform/case
        git add -A
        git -c user.name=case -c user.email=case@example.org commit -qm case
        flate build all --path ./clusters/prod --no-progress --log-level error --skip-secrets=false --skip-crds=false \
            --kube-version 1.31.0 --cache-dir "$work/.git/cache"
    ) >"$case/expected.yaml"
    rm -rf "$work"
done
