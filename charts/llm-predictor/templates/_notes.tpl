{{- define "llm-predictor.featureNotes" -}}
{{- if eq .Values.mode "Knative" }}
{{- $claim := include "llm-predictor.claims" . | fromYamlArray }}
{{- $flags := list }}
{{- if $claim }}{{ $flags = append $flags "persistent-volume-claim" }}{{ end }}
{{- if eq (include "llm-predictor.cacheType" .) "pvc" }}{{ $flags = concat $flags (list "persistent-volume-write" "securitycontext") }}{{ end }}
{{- if .Values.nodeSelector }}{{ $flags = append $flags "nodeselector" }}{{ end }}
{{- if include "llm-predictor.tolerations" (dict "values" .Values) | trim }}{{ $flags = append $flags "tolerations" }}{{ end }}
{{- if .Values.affinity }}{{ $flags = append $flags "affinity" }}{{ end }}
{{- if .Values.topologySpreadConstraints }}{{ $flags = append $flags "topologyspreadconstraints" }}{{ end }}
{{- if and .Values.gpu.count .Values.gpu.runtimeClassName }}{{ $flags = append $flags "runtimeclassname" }}{{ end }}
{{- if .Values.priorityClassName }}{{ $flags = append $flags "priorityclassname" }}{{ end }}
{{- if or .Values.download.enabled .Values.model.storageUri .Values.initContainers }}{{ $flags = append $flags "init-containers" }}{{ end }}
{{- if $flags }}

Knative must allow what this pod uses. Set to "enabled" in ConfigMap knative-serving/config-features:
{{- range $flags }}
   kubernetes.podspec-{{ . }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* What the NetworkPolicy lets out, and what it cannot know. */}}
{{- define "llm-predictor.networkNotes" -}}
{{- if .Values.networkPolicy.enabled }}

The NetworkPolicy lets the pods out to DNS{{ if eq .Values.workload "transformer" }}, to the model server{{ end }} and to what the values name:
{{- $open := include "llm-predictor.openDestinations" . | fromYamlArray }}
{{- range $open }}
   {{ .value }}: {{ .address }} ({{ include "llm-predictor.opened" (merge (dict "airGapped" $.Values.airGapped) .) }})
{{- else }}
   nothing
{{- end }}
{{- with .Values.networkPolicy.extraEgress }}
   networkPolicy.extraEgress: {{ len . }} {{ ternary "rule" "rules" (eq (len .) 1) }}
{{- end }}
Every other address is closed.{{ with include "llm-predictor.closedNotes" . | fromYamlArray }} Check these:
{{- range . }}
   {{ . }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* What a rule opens, in words. The argument is a destination. */}}
{{- define "llm-predictor.opened" -}}
{{- $ports := ternary (printf ", port %s" (join ", " .ports)) "" (hasKey . "ports") -}}
{{- if eq .kind "namespace" -}}namespace {{ .target }}
{{- else if eq .kind "own" -}}own namespace
{{- else if eq .kind "block" -}}{{ .target }}{{ $ports }}
{{- else if eq .kind "public" -}}public addresses{{ $ports }}
{{- else -}}{{ ternary "" "public addresses and " (default false .airGapped) }}networkPolicy.privateNetworks{{ $ports }}
{{- end -}}
{{- end }}

{{/* Addresses that the pods may need and that no value names. */}}
{{- define "llm-predictor.closedNotes" -}}
{{- $v := .Values }}
{{- if and (regexMatch "^(s3|gs)://" $v.model.storageUri) (not $v.model.storageEndpoint) }}
- a bucket at a private address (model.storageEndpoint opens it)
{{- end }}
{{- if or $v.extraEnvFrom (regexMatch "valueFrom" (toJson $v.extraEnv)) }}
- "addresses in the ConfigMaps and Secrets of extraEnv and extraEnvFrom (networkPolicy.extraEgress opens them)"
{{- end }}
{{- range concat $v.extraEnv $v.canary.extraEnv }}
{{- if and (eq .name "LLM_MEDIA_LINKS") (eq (get . "value" | toString | lower) "true") }}
- images and audio that requests name by link (networkPolicy.extraEgress opens them)
{{- end }}
{{- end }}
{{- end }}
