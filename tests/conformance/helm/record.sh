#!/bin/sh
# Records what the real helm renders, next to each case. Usage: record.sh [path to helm]
# Recorded with helm 3.22. A chart that helm refuses is recorded as its last line of error, as a comment.
#
# snippets/NAME.txt holds one template a line (⏎ is a line break), snippets/NAME.expected what each of them prints, as
# JSON, or `!` and the error. They see the chart snippets/chart.
set -eu
cd "$(dirname "$0")"
helm="${1:-helm}"
for case in */; do
    case="${case%/}"
    [ "$case" != snippets ] || continue
    values="--values $case/values.yaml"
    chart="$case/chart"
    [ -d "$chart" ] || chart="$case/chart.tgz"
    if rendered="$("$helm" template release "$chart" $values --namespace space \
        --kube-version 1.31.0 --include-crds 2>"$case/error.tmp")"; then
        printf '%s\n' "$rendered" >"$case/expected.yaml"
    else
        printf '# refused: %s\n' "$(grep -v '^$' "$case/error.tmp" | grep '^Error' | tail -n 1)" >"$case/expected.yaml"
    fi
    rm -f "$case/error.tmp"
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp -r snippets/chart "$work/chart"
mkdir "$work/chart/templates"
printf '{"kind": "Snippet", "metadata": {"name": "snippet"}, "text": {{ include "snippet" . | toJson }}}\n' \
    >"$work/chart/templates/snippet.yaml"
for list in snippets/*.txt; do
    while IFS= read -r line; do
        case "$line" in '' | '#'*) continue ;; esac
        { printf '%s' '{{ define "snippet" }}'; printf '%s' "$line" | sed 's/⏎/\n/g'; printf '%s' '{{ end }}'; } \
            >"$work/chart/templates/_snippet.tpl"
        if rendered="$("$helm" template release "$work/chart" --namespace space --kube-version 1.31.0 2>"$work/error")"; then
            printf '%s\n' "$rendered" | sed -n 's/^.*"text": \(.*\)}$/\1/p'
        else
            printf '! %s\n' "$(grep '^Error' "$work/error" | tail -n 1 | sed 's/^Error: //')"
        fi
    done <"$list" >"${list%.txt}.expected"
done
