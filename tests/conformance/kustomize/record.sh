#!/bin/sh
# Records what kustomize makes of each case. Needs kubectl (recorded with kustomize v5.5.0, inside kubectl v1.32).
# Usage: tests/conformance/kustomize/record.sh [case...]
set -eu
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- */
for case in "$@"; do
    case=${case%/}
    rm -f "$case/expected.yaml" "$case/expected-error.txt"
    if ! kubectl kustomize --load-restrictor LoadRestrictionsNone "$case/input/build" \
        >"$case/expected.yaml" 2>"$case/expected-error.txt"; then
        rm "$case/expected.yaml"
        sed -i "s|$(pwd)/||g" "$case/expected-error.txt"
    else
        rm "$case/expected-error.txt"
    fi
done
