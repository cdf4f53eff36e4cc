#!/bin/sh
# Records what Flux makes of each case. Needs Go 1.26 (recorded with fluxcd/pkg/kustomize v1.40.0, envsubst v1.8.0).
# Usage: tests/conformance/flux/record.sh [case...]
set -eu
cd "$(dirname "$0")"
here="$(pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp record/main.go "$work"
(
    cd "$work"
    go mod init record
    go get github.com/fluxcd/pkg/kustomize@v1.40.0 github.com/fluxcd/pkg/envsubst@v1.8.0
    go mod tidy
    go build -o record .
)
[ $# -gt 0 ] || set -- $(find . -name flux.yaml -exec dirname {} \;)
cd "$here"
"$work/record" "$@"
