{{ define "a" }}A({{ . }}){{ end }}
{{ define "b" }}{{ template "a" .x }}{{ $y := .y }}{{ with .z }}[{{ . }}{{ $y }}]{{ end }}{{ end }}
{{ define "dollar" }}{{ range .list }}{{ $.name }}{{ . }} {{ end }}{{ end }}
{{ define "empty" }}
  {{- /* nothing */ -}}
{{ end }}
