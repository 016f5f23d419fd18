{{/* Name of the InferenceService. At most 39 characters: KServe and Knative append up to 24 (`-predictor-00001-private`), a DNS label has 63. */}}
{{- define "llm-predictor.name" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else -}}
{{- $base := default .Chart.Name .Values.nameOverride -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $base) (contains $base .Release.Name) | trunc 39 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* Name of the canary's InferenceService in Standard mode. */}}
{{- define "llm-predictor.canaryName" -}}
{{- printf "%s-canary" (include "llm-predictor.name" .) -}}
{{- end }}

{{/* Name of the chart's own HTTPRoute. KServe makes one named like each InferenceService and its components, and overwrites what is there. */}}
{{- define "llm-predictor.routeName" -}}
{{- printf "%s-route" (include "llm-predictor.name" .) -}}
{{- end }}

{{- define "llm-predictor.labels" -}}
{{ include "llm-predictor.lastingLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name (.Chart.Version | replace "+" "_") }}
{{- end }}

{{/* KServe copies an InferenceService's labels to the pods: a version among them would restart every pod with each release of the chart. */}}
{{- define "llm-predictor.lastingLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels that every predictor pod of this release carries, stable and canary; for selectors. */}}
{{- define "llm-predictor.podSelector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: predictor
{{- end }}

{{/* What KServe appends to the name for the component that we are: Services, Deployments and pods carry it. */}}
{{- define "llm-predictor.component" -}}
{{- ternary "transformer" "predictor" (eq .Values.workload "transformer") -}}
{{- end }}

{{- define "llm-predictor.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "llm-predictor.name" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end }}

{{- define "llm-predictor.keySecret" -}}
{{- default (printf "%s-api-keys" (include "llm-predictor.name" .)) .Values.apiKeys.existingSecret -}}
{{- end }}

{{- define "llm-predictor.claim" -}}
{{- default (printf "%s-cache" (include "llm-predictor.name" .)) .Values.cache.existingClaim -}}
{{- end }}

{{/* "pvc" or "emptyDir". */}}
{{- define "llm-predictor.cacheType" -}}
{{- if ne .Values.cache.type "auto" -}}
{{- .Values.cache.type -}}
{{- else -}}
{{- ternary "pvc" "emptyDir" (or .Values.model.id .Values.model.pvcPath .Values.cache.existingClaim | empty | not) -}}
{{- end -}}
{{- end }}

{{/* Image reference of the values given. */}}
{{- define "llm-predictor.image" -}}
{{- $image := .values.image -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $image.repository (default .root.Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end }}

{{/* Seconds from pod to Ready at most; a pod that waits for the download Job has not started its own clock yet. */}}
{{- define "llm-predictor.startSeconds" -}}
{{- add .Values.maxStartSeconds (ternary .Values.download.timeoutSeconds 0 .Values.download.enabled) -}}
{{- end }}

{{/* Seconds that KServe, the gateway and Knative allow a request: the predictor's own 503 must reach the caller first. */}}
{{- define "llm-predictor.gatewayTimeout" -}}
{{- if eq .Values.mode "Knative" -}}
{{- include "llm-predictor.gracePeriod" . -}}
{{- else -}}
{{- add .Values.requestTimeoutSeconds 5 -}}
{{- end -}}
{{- end }}

{{/* Seconds after SIGTERM at which the predictor cuts what is in flight: the last request it let in has had its full time. */}}
{{- define "llm-predictor.graceSeconds" -}}
{{- add .Values.drainDelaySeconds .Values.requestTimeoutSeconds -}}
{{- end }}

{{/* Seconds after SIGTERM at which Kubernetes kills the pod. In Knative mode this is the revision's timeout. */}}
{{- define "llm-predictor.gracePeriod" -}}
{{- add (include "llm-predictor.graceSeconds" .) 15 -}}
{{- end }}
