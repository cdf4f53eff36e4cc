#!/bin/sh
# Records what the real helm renders, next to each case. Usage: record.sh [path to helm]
# Recorded with helm 3.22. A chart that helm refuses is recorded as its last line of error, as a comment.
set -eu
cd "$(dirname "$0")"
helm="${1:-helm}"
for case in */; do
    case="${case%/}"
    if rendered="$("$helm" template release "$case/chart" --values "$case/values.yaml" --namespace space \
        --kube-version 1.31.0 --include-crds 2>"$case/error.tmp")"; then
        printf '%s\n' "$rendered" >"$case/expected.yaml"
    else
        printf '# refused: %s\n' "$(grep -v '^$' "$case/error.tmp" | grep '^Error' | tail -n 1)" >"$case/expected.yaml"
    fi
    rm -f "$case/error.tmp"
done
