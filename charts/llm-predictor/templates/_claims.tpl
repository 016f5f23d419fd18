{{/* The claims that the pods mount, as a YAML list of {name, modes, value, found, optional}. The cluster's own claim tells its modes; without
it (`helm template`, a claim still to be made) the values do, and of a claim that they do not describe `modes` is empty. */}}
{{- define "llm-predictor.claims" -}}
{{- $claims := list -}}
{{- if eq (include "llm-predictor.cacheType" .) "pvc" -}}
{{- $claims = append $claims (dict "name" (include "llm-predictor.claim" .) "value" "cache.accessMode" "modes" (list .Values.cache.accessMode) "own" (empty .Values.cache.existingClaim)) -}}
{{- end -}}
{{- range $where, $values := include "llm-predictor.versions" . | fromYaml -}}
{{- if hasPrefix "pvc://" $values.model.storageUri -}}
{{- $name := trimPrefix "pvc://" $values.model.storageUri | splitList "/" | first -}}
{{- $claims = append $claims (dict "name" $name "value" (printf "%smodel.storageUri" $where) "modes" list "own" false) -}}
{{- end -}}
{{- end -}}
{{- range .Values.extraVolumes -}}
{{- with dig "persistentVolumeClaim" "claimName" "" . -}}
{{- $claims = append $claims (dict "name" . "value" "extraVolumes" "modes" list "own" false) -}}
{{- end -}}
{{- end -}}
{{- range $claims -}}
{{- $living := lookup "v1" "PersistentVolumeClaim" $.Release.Namespace .name | default dict -}}
{{- $modes := dig "status" "accessModes" (dig "spec" "accessModes" list $living) $living }}
- name: {{ .name }}
  value: {{ .value }}
  own: {{ .own }}
  declared: {{ toJson .modes }}
  found: {{ $living | empty | not }}
  modes: {{ ternary (toJson $modes) (toJson .modes) ($modes | empty | not) }}
{{- end -}}
{{- end }}

{{/* Names of the claims that pods of one node at most can mount. ReadOnlyMany is enough for a model that KServe mounts read-only. */}}
{{- define "llm-predictor.onceClaims" -}}
{{- range include "llm-predictor.claims" . | fromYamlArray -}}
{{- if and .modes (not (has "ReadWriteMany" .modes)) (or (eq .value "cache.accessMode") (not (has "ReadOnlyMany" .modes))) }}
- {{ .name }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The values of each version by the prefix that messages name it with: "" is stable, "canary." the canary where there is one. */}}
{{- define "llm-predictor.versions" -}}
{{- $versions := dict "" .Values -}}
{{- if .Values.canary.enabled -}}
{{- $_ := set $versions "canary." (include "llm-predictor.canaryValues" . | fromYaml) -}}
{{- end -}}
{{- toYaml $versions -}}
{{- end }}
