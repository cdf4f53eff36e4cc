#!/bin/sh
# Records what kustomize makes of each case. Needs kustomize v5.8.2 and, for the cases with charts, helm v3.
# Usage: tests/conformance/kustomize/record.sh [case...]
set -eu
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- */
for case in "$@"; do
    case=${case%/}
    rm -f "$case/expected.yaml" "$case/expected-error.txt"
    if ! kustomize build --enable-helm --load-restrictor LoadRestrictionsNone "$case/input/build" \
        >"$case/expected.yaml" 2>"$case/expected-error.txt"; then
        rm "$case/expected.yaml"
        sed -i "s|$(pwd)/||g" "$case/expected-error.txt"
    else
        rm "$case/expected-error.txt"
    fi
done
