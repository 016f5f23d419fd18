{{/* What the user adds to the pod: containers, volumes, variables. The API server would refuse these only after KServe has made the pod's
Deployment, where Helm's user does not see it. */}}
{{- define "llm-predictor.podProblems" -}}
{{- $v := .Values -}}
{{- $context := dict "root" . "values" $v "name" (include "llm-predictor.name" .) -}}
{{- include "llm-predictor.repeated" (dict "value" "extraEnv" "names" (include "llm-predictor.namesOf" $v.extraEnv | fromYamlArray)) }}
{{- include "llm-predictor.repeated" (dict "value" "canary.extraEnv" "names" (include "llm-predictor.namesOf" $v.canary.extraEnv | fromYamlArray)) }}
{{- $containers := concat (list (dict "name" "kserve-container")) (include "llm-predictor.podFields" $context | fromYaml | dig "initContainers" list) $v.extraContainers }}
{{- include "llm-predictor.repeated" (dict "value" "extraContainers, initContainers" "names" (include "llm-predictor.namesOf" $containers | fromYamlArray)) }}
{{- $volumes := include "llm-predictor.namesOf" (include "llm-predictor.volumes" $context | fromYamlArray) | fromYamlArray }}
{{- include "llm-predictor.repeated" (dict "value" "extraVolumes" "names" $volumes) }}
{{- $paths := list }}
{{- range include "llm-predictor.mounts" $context | fromYamlArray }}{{ $paths = append $paths (trimSuffix "/" .mountPath) }}{{ end }}
{{- include "llm-predictor.repeated" (dict "value" "extraVolumeMounts" "names" $paths) }}
{{- $mounts := $v.extraVolumeMounts }}
{{- range concat $v.extraContainers $v.initContainers }}{{ $mounts = concat $mounts (get . "volumeMounts" | default list) }}{{ end }}
{{- range $mounts }}
{{- if not (has .name $volumes) }}
- "extraVolumeMounts: {{ .mountPath }} mounts the volume {{ .name }}, which is not there; add it to extraVolumes"
{{- end }}
{{- end }}
{{- range $key, $value := merge (deepCopy $v.podAnnotations) $v.annotations }}
{{- if and (hasPrefix "internal.serving.kserve.io/logger" $key) $v.pii.enabled }}
- "podAnnotations, annotations: {{ $key }} makes KServe's agent record requests before personal data in them is masked; remove it"
{{- end }}
{{- end }}
{{- if and (not $v.serviceAccount.create) (or $v.serviceAccount.annotations $v.serviceAccount.secrets) }}
- "serviceAccount: annotations and secrets do nothing without serviceAccount.create; set it, or put them on the ServiceAccount {{ default "default" $v.serviceAccount.name }} and clear them here"
{{- end }}
{{- if and (hasKey $v.serviceAccount.annotations "azure.workload.identity/client-id") (ne (get $v.podLabels "azure.workload.identity/use") "true") }}
- "serviceAccount.annotations: Azure gives a pod the identity of azure.workload.identity/client-id only with a label; set `podLabels: {azure.workload.identity/use: \"true\"}`"
{{- end }}
{{- if and (eq $v.istio.mesh "ambient") (eq (get $v.podLabels "sidecar.istio.io/inject") "true") }}
- "istio.mesh: ambient has no sidecars, but podLabels asks for one; remove sidecar.istio.io/inject, or set `istio.mesh: sidecar`"
{{- end }}
{{- end }}

{{- define "llm-predictor.namesOf" -}}
{{- range . }}
- {{ .name | quote }}
{{- end }}
{{- end }}

{{/* Context {value, names}: one problem for each name that occurs more than once. */}}
{{- define "llm-predictor.repeated" -}}
{{- $seen := list -}}
{{- $twice := list -}}
{{- range .names -}}
{{- if has . $seen -}}{{- $twice = append $twice . -}}{{- end -}}
{{- $seen = append $seen . -}}
{{- end -}}
{{- range uniq $twice }}
- "{{ $.value }}: {{ . }} is there twice, in these values or by the chart itself; use another name"
{{- end }}
{{- end }}
