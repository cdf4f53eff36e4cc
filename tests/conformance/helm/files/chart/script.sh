#!/bin/sh
echo "{{ .Values.name }}"
