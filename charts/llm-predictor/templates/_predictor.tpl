{{/* spec.predictor of one InferenceService: context {root, values, name, canary}. */}}
{{- define "llm-predictor.predictor" -}}
{{- $v := .values -}}
{{- $root := .root -}}
{{- $scaled := and (not .canary) $v.autoscaling.enabled -}}
minReplicas: {{ ternary $v.canary.replicas $v.replicas.min (.canary | default false) }}
{{- if not .canary }}
maxReplicas: {{ ternary $v.replicas.max (max 1 (int $v.replicas.min)) $v.autoscaling.enabled }}
{{- end }}
timeout: {{ include "llm-predictor.gatewayTimeout" $root }}
{{- if eq $v.mode "Standard" }}
deploymentStrategy:
  {{- include "llm-predictor.strategy" (dict "root" $root "pods" (ternary $v.canary.replicas $v.replicas.min (.canary | default false))) | nindent 2 }}
{{- else }}
{{- if ne $v.workload "transformer" }}
# The predictor's own ceiling answers 429; Knative's queue would hide it.
containerConcurrency: 0
{{- end }}
{{- if $v.canary.enabled }}
canaryTrafficPercent: {{ $v.canary.trafficPercent }}
{{- end }}
{{- end }}
{{- if $scaled }}
{{- include "llm-predictor.scaling" . }}
{{- end }}
labels:
  {{- include "llm-predictor.podSelector" $root | nindent 2 }}
  {{- with $v.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  {{- include "llm-predictor.podAnnotations" . | nindent 2 }}
{{ include "llm-predictor.podFields" . }}
{{- if ne $v.workload "runtime" }}
containers:
  - {{ include "llm-predictor.container" . | indent 4 | trim }}
    {{- if eq $v.workload "transformer" }}
    # What is not given here KServe appends, with another port.
    args: [--model_name, {{ $v.model.name }}, --http_port, {{ $v.server.port | quote }}]
    {{- end }}
  {{- with $v.extraContainers }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- else }}
model:
  {{- if and .canary (eq $v.canary.strategy "kserve") }}
  # The CRD demands a name here, and the webhook refuses one in the stable predictor.
  name: kserve-container
  {{- end }}
  modelFormat: {name: llm}
  runtime: {{ .name }}
  {{- with $v.model.storageUri }}
  storageUri: {{ . | quote }}
  {{- end }}
  # KServe asks for one CPU where this is missing.
  resources:
    {{- include "llm-predictor.resources" . | nindent 4 }}
{{- end }}
{{- end }}

{{/* Without a word from the user: a new pod first, but where it could never mount the old one's claim, the old one goes first. */}}
{{- define "llm-predictor.rollout" -}}
{{- $surge := ternary 0 1 (include "llm-predictor.onceClaims" . | fromYamlArray | empty | not) -}}
{{- if not (kindIs "invalid" .Values.rollout.maxSurge) -}}{{- $surge = int .Values.rollout.maxSurge -}}{{- end -}}
{{- $missing := ternary 0 1 (gt $surge 0) -}}
{{- if not (kindIs "invalid" .Values.rollout.maxUnavailable) -}}{{- $missing = int .Values.rollout.maxUnavailable -}}{{- end -}}
maxSurge: {{ $surge }}
maxUnavailable: {{ $missing }}
{{- end }}

{{/* KServe takes a Deployment's word for Ready, and one whose pods may all be missing says so with none: where the old pod has to go first,
Recreate says it only of a pod that is warm. Context {root, pods}. */}}
{{- define "llm-predictor.strategy" -}}
{{- $rollout := include "llm-predictor.rollout" .root | fromYaml -}}
{{- if and (eq (int $rollout.maxSurge) 0) (ge (int $rollout.maxUnavailable) (int .pods)) -}}
type: Recreate
{{- else -}}
type: RollingUpdate
rollingUpdate:
  {{- toYaml $rollout | nindent 2 }}
{{- end -}}
{{- end }}

{{/* Equal hashes mean equal pods; the chart's canary guards compare them. */}}
{{- define "llm-predictor.podHash" -}}
{{- $pod := list (include "llm-predictor.podFields" .) (include "llm-predictor.container" .) .values.model.storageUri (toYaml .values.extraContainers) -}}
{{- join "\n" $pod | sha256sum | trunc 16 -}}
{{- end }}

{{- define "llm-predictor.podAnnotations" -}}
{{- $own := dict "llm-predictor/pod-hash" (include "llm-predictor.podHash" .) -}}
{{- if eq .values.mode "Knative" -}}
{{- $own = merge $own (include "llm-predictor.fullDuplex" . | fromYaml) -}}
{{- end -}}
{{- toYaml (merge (deepCopy .values.podAnnotations) $own) -}}
{{- end }}

{{/* Without it Knative's queue-proxy cuts about one stream in a hundred: https://github.com/knative/serving/issues/12387 */}}
{{- define "llm-predictor.fullDuplex" -}}
features.knative.dev/http-full-duplex: Enabled
{{- end }}

{{/* KServe hands `threshold` to KEDA, which divides what the query returns by the number of pods: sums, or means times pods. */}}
{{- define "llm-predictor.scaling" -}}
{{- $v := .values -}}
{{- if eq $v.mode "Knative" }}
scaleMetric: concurrency
scaleTarget: {{ $v.autoscaling.targetConcurrency }}
{{- else }}
{{- $pods := printf "namespace=%q,pod=~%q" .root.Release.Namespace (printf "%s-%s-.*" .name (include "llm-predictor.component" .root)) }}
autoScaling:
  behavior:
    scaleUp: {stabilizationWindowSeconds: {{ $v.autoscaling.scaleUpSeconds }}}
    scaleDown: {stabilizationWindowSeconds: {{ $v.autoscaling.scaleDownSeconds }}}
  metrics:
    {{- with $v.autoscaling.waitingRequests }}
    - {{ include "llm-predictor.scalingMetric" (dict "v" $v "target" . "query" (printf "sum(vllm:num_requests_waiting{%s})" $pods)) | indent 6 | trim }}
    {{- end }}
    {{- with $v.autoscaling.cacheUsage }}
    - {{ include "llm-predictor.scalingMetric" (dict "v" $v "target" . "query" (printf "sum(vllm:kv_cache_usage_perc{%s})" $pods)) | indent 6 | trim }}
    {{- end }}
    {{- with $v.autoscaling.firstTokenSeconds }}
    {{- $query := printf "histogram_quantile(0.95, sum by (le) (rate(llm_time_to_first_token_seconds_bucket{%s}[2m]))) * scalar(sum(llm_ready{%s}))" $pods $pods }}
    - {{ include "llm-predictor.scalingMetric" (dict "v" $v "target" . "query" $query) | indent 6 | trim }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "llm-predictor.scalingMetric" -}}
type: External
external:
  metric:
    backend: prometheus
    serverAddress: {{ .v.autoscaling.prometheus }}
    query: {{ .query | quote }}
  {{- with .v.autoscaling.authenticationRef }}
  authenticationRef:
    authenticationRef: {name: {{ . }}}
    {{- with $.v.autoscaling.authModes }}
    authModes: {{ . }}
    {{- end }}
  {{- end }}
  target:
    type: Value
    value: {{ .target | toString | quote }}
{{- end }}

{{/* Annotations of an InferenceService: context {root, values, canary}. */}}
{{- define "llm-predictor.serviceAnnotations" -}}
{{- $v := .values -}}
serving.kserve.io/deploymentMode: {{ $v.mode }}
{{- if eq $v.mode "Knative" }}
serving.knative.dev/progress-deadline: {{ add (include "llm-predictor.startSeconds" .root) 60 }}s
serving.kserve.io/enable-tag-routing: "true"
{{- else }}
serving.kserve.io/autoscalerClass: {{ ternary "keda" "none" (and $v.autoscaling.enabled (not .canary)) }}
{{- end }}
{{- if $v.model.storageUri }}
storage.kserve.io/readonly: "true"
{{- end }}
{{- with $v.annotations }}
{{ toYaml . }}
{{- end }}
{{- end }}
