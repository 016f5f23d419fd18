{{/* What only a living cluster can tell; `helm template` and --dry-run=client see nothing here. */}}
{{- define "llm-predictor.livingProblems" -}}
{{- $service := dict -}}
{{- if .Capabilities.APIVersions.Has "serving.kserve.io/v1beta1" -}}
{{- $service = lookup "serving.kserve.io/v1beta1" "InferenceService" .Release.Namespace (include "llm-predictor.name" .) | default dict -}}
{{- end -}}
{{- if $service -}}
{{- $context := dict "root" . "service" $service -}}
{{- range $part := list "modeChangeProblems" "weightedProblems" "splitProblems" "revisionProblems" "loggerProblems" }}
{{- include (printf "llm-predictor.%s" $part) $context }}
{{- end }}
{{- end }}
{{- include "llm-predictor.bucketProblems" . }}
{{- end }}

{{/* This and the next four: context {root, service}, where service is the InferenceService in the cluster. */}}
{{- define "llm-predictor.modeChangeProblems" -}}
{{- with get (dig "metadata" "annotations" (dict) .service) "serving.kserve.io/deploymentMode" -}}
{{- $mode := get (dict "RawDeployment" "Standard" "Serverless" "Knative") . | default . -}}
{{- if ne $mode $.root.Values.mode }}
- "mode: KServe does not let a living InferenceService change from {{ $mode }} to {{ $.root.Values.mode }}; uninstall the release first (the cache is kept)"
{{- end }}
{{- end }}
{{- end }}

{{- define "llm-predictor.weightedProblems" -}}
{{- $v := .root.Values -}}
{{- $name := include "llm-predictor.canaryName" .root -}}
{{- if and $v.canary.enabled (eq $v.mode "Standard") (eq $v.canary.strategy "weighted") (gt (int $v.canary.trafficPercent) 0) }}
{{- $ready := false }}
{{- range dig "status" "conditions" (list) (lookup "serving.kserve.io/v1beta1" "InferenceService" .root.Release.Namespace $name | default dict) }}
{{- if and (eq .type "Ready") (eq .status "True") }}{{ $ready = true }}{{ end }}
{{- end }}
{{- if not $ready }}
- "canary.trafficPercent: the canary is not Ready, and its share would get 503. Upgrade with 0 first, then `kubectl wait -n {{ .root.Release.Namespace }} isvc/{{ $name }} --for=condition=Ready --timeout={{ include "llm-predictor.startSeconds" .root }}s`, then raise it"
{{- end }}
{{- end }}
{{- end }}

{{/* Without a canary Knative sends everything to the latest Ready revision, which is the canary's until a newer one is Ready. */}}
{{- define "llm-predictor.revisionProblems" -}}
{{- $v := .root.Values -}}
{{- $was := dig "spec" "predictor" "annotations" "llm-predictor/pod-hash" "" .service -}}
{{- $status := dig "status" "components" "predictor" dict .service -}}
{{- $created := get $status "latestCreatedRevision" -}}
{{- $ready := get $status "latestReadyRevision" -}}
{{- if and (eq $v.mode "Knative") (not $v.canary.enabled) $was (ge (dig "spec" "predictor" "canaryTrafficPercent" -1 .service | int) 0) }}
{{- $wanted := include "llm-predictor.podHash" (dict "root" .root "values" $v "name" (include "llm-predictor.name" .root)) }}
{{- $warm := dig "metadata" "annotations" "llm-predictor/pod-hash" "" (lookup "serving.knative.dev/v1" "Revision" .root.Release.Namespace $ready | default dict) }}
{{- if ne $was $wanted }}
- "canary.enabled: Knative would send all traffic to the canary until the version in these values is warm. To promote, make the main values equal the canary's. To roll back, keep canary.enabled, set canary.trafficPercent 0 and empty canary.image, model, engine and extraEnv; once that is Ready, switch canary.enabled off"
{{- else if ne $created $ready }}
- "canary.enabled: revision {{ $created }} is not Ready yet, and without a canary Knative would send all traffic to {{ $ready }}. Wait with `kubectl wait -n {{ .root.Release.Namespace }} revision/{{ $created }} --for=condition=Ready --timeout={{ include "llm-predictor.startSeconds" .root }}s`, then switch canary.enabled off"
{{- else if and $warm (ne $warm $wanted) }}
- "canary.enabled: KServe has not made a revision of these values yet, and without a canary Knative would send all traffic to {{ $ready }}, which is another version. Wait with the two lines that the last upgrade's notes have, then switch canary.enabled off"
{{- end }}
{{- end }}
{{- end }}

{{- define "llm-predictor.loggerProblems" -}}
{{- $part := include "llm-predictor.component" .root -}}
{{- if and .root.Values.pii.enabled (dig "spec" $part "logger" "" .service) }}
{{- $name := include "llm-predictor.name" .root }}
- "pii.enabled: the InferenceService {{ $name }} in the cluster has a `logger`, which records requests before personal data in them is masked; remove it: kubectl -n {{ .root.Release.Namespace }} patch isvc {{ $name }} --type=json -p '[{\"op\": \"remove\", \"path\": \"/spec/{{ $part }}/logger\"}]'"
{{- end }}
{{- end }}

{{/* KServe's own split is looked for in the route that KServe makes: a version that splits lists a Ready canary there, at 0 percent too. */}}
{{- define "llm-predictor.splitProblems" -}}
{{- $v := .root.Values -}}
{{- $name := include "llm-predictor.name" .root -}}
{{- $namespace := .root.Release.Namespace -}}
{{- if and $v.canary.enabled (eq $v.mode "Standard") (eq $v.canary.strategy "kserve") (gt (int $v.canary.trafficPercent) 0) }}
{{- $ready := false }}
{{- range dig "status" "canaryStatuses" (list) .service }}
{{- if and (eq .name "canary") (get . "ready") }}{{ $ready = true }}{{ end }}
{{- end }}
{{- $backends := list }}
{{- if .root.Capabilities.APIVersions.Has "gateway.networking.k8s.io/v1" }}
{{- range dig "spec" "rules" (list) (lookup "gateway.networking.k8s.io/v1" "HTTPRoute" $namespace (printf "%s-predictor" $name) | default dict) }}
{{- range get . "backendRefs" }}{{ $backends = append $backends .name }}{{ end }}
{{- end }}
{{- end }}
{{- if not $ready }}
- "canary.trafficPercent: the canary is not Ready. Upgrade with 0 first, wait until `kubectl -n {{ $namespace }} get isvc {{ $name }} -o jsonpath='{.status.canaryStatuses}'` shows it ready, then raise it"
{{- else if eq (uniq $backends | len) 1 }}
- "canary.strategy: the KServe of this cluster does not split (its HTTPRoute {{ $name }}-predictor has no canary, though the canary is Ready); use `strategy: weighted`, or upgrade KServe"
{{- end }}
{{- end }}
{{- end }}

{{/* KServe reads the bucket's endpoint from annotations of the ServiceAccount's Secrets. */}}
{{- define "llm-predictor.bucketProblems" -}}
{{- if and .Values.networkPolicy.enabled (hasPrefix "s3://" .Values.model.storageUri) (empty .Values.model.storageEndpoint) (empty .Values.networkPolicy.extraEgress) }}
{{- range .Values.serviceAccount.secrets }}
{{- $secret := lookup "v1" "Secret" $.Release.Namespace . | default dict }}
{{- $endpoint := get (dig "metadata" "annotations" (dict) $secret) "serving.kserve.io/s3-endpoint" }}
{{- if and $endpoint (not (regexMatch "[.]amazonaws[.]com(:443)?$" $endpoint)) }}
- "model.storageEndpoint: Secret {{ . }} names the endpoint {{ $endpoint }}, which the NetworkPolicy does not let the pods reach; set `model.storageEndpoint: {{ ternary "http" "https" (eq "0" (get $secret.metadata.annotations "serving.kserve.io/s3-usehttps")) }}://{{ $endpoint }}`"
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* APIs that the cluster lacks. Without KServe's own there is no cluster to ask (`helm template`). */}}
{{- define "llm-predictor.installedProblems" -}}
{{- $apis := .Capabilities.APIVersions -}}
{{- if $apis.Has "serving.kserve.io/v1beta1" }}
{{- if and (eq .Values.mode "Knative") (not ($apis.Has "serving.knative.dev/v1")) }}
- "mode: Knative is not installed in this cluster; use `mode: Standard`"
{{- end }}
{{- if and .Values.route.enabled (not ($apis.Has "gateway.networking.k8s.io/v1")) }}
- "route.enabled: the Gateway API is not installed in this cluster; install its CRDs and a gateway, or switch the route off"
{{- end }}
{{- if and .Values.autoscaling.enabled (eq .Values.mode "Standard") (not ($apis.Has "keda.sh/v1alpha1")) }}
- "autoscaling.enabled: KEDA is not installed in this cluster; install it, or switch autoscaling off"
{{- end }}
{{- if and (or .Values.monitoring.kind .Values.alerts.enabled) (not ($apis.Has "monitoring.coreos.com/v1")) }}
- "monitoring.kind, alerts.enabled: the Prometheus operator is not installed in this cluster; install it, or leave both off"
{{- end }}
{{- end }}
{{- end }}
