#!/bin/sh
# Compares what a cluster applies with `flate build all` (recorded with v0.6.5). Charts and repositories that flate cannot
# fetch are left out by both. Usage: compare.sh REPOSITORY ENTRY, such as `compare.sh ../home-ops kubernetes/flux/cluster`.
set -eu
repository="$(cd "$1" && pwd)"
entry="$2"
cd "$(dirname "$0")/../.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
started="$(date +%s%N)"
(cd "$repository" && flate build all --path "./$entry" --no-progress --log-level error --skip-secrets=false \
    --skip-crds=false --allow-missing-secrets --source-retry-attempts 1 --kube-version 1.31.0 \
    --cache-dir "$work/cache") >"$work/expected.yaml" 2>"$work/errors.txt" || true
echo "flate: $((($(date +%s%N) - started) / 1000000)) ms, $(grep -c '✗' "$work/errors.txt" || true) failures"
REPOSITORY="$repository" ENTRY="$entry" EXPECTED="$work/expected.yaml" \
    cargo test --release --test clusters a_repository_compares -- --ignored --nocapture
