{{/* Combinations that cannot work are refused here, each with what to do instead. What one value alone may be, values.schema.json says. */}}
{{- define "llm-predictor.validate" -}}
{{- $problems := list -}}
{{- range $where, $values := include "llm-predictor.versions" . | fromYaml -}}
{{- $context := dict "where" $where "values" $values -}}
{{- $problems = concat $problems (include "llm-predictor.modelProblems" $context | fromYamlArray) (include "llm-predictor.argumentProblems" $context | fromYamlArray) -}}
{{- end -}}
{{- range $part := list "modeProblems" "canaryProblems" "sizeProblems" "storageProblems" "networkProblems" "accessProblems" "auditProblems" "podProblems" "livingProblems" "installedProblems" -}}
{{- $problems = concat $problems (include (printf "llm-predictor.%s" $part) $ | fromYamlArray) -}}
{{- end -}}
{{- if $problems -}}
{{- fail (printf "\n\nllm-predictor cannot be installed or upgraded with these values:\n  * %s\n" (uniq $problems | join "\n  * ")) -}}
{{- end -}}
{{- end }}

{{/* Context {where, values}: where a model comes from and what generates. */}}
{{- define "llm-predictor.modelProblems" -}}
{{- $v := .values -}}
{{- if gt (len (compact (list $v.model.id $v.model.pvcPath $v.model.storageUri))) 1 }}
- "{{ .where }}model: set only one of id, pvcPath and storageUri; each is a different place that the model comes from"
{{- end }}
{{- if hasPrefix "hf://" $v.model.storageUri }}
{{- if $v.airGapped }}
- "{{ .where }}model.storageUri: an air-gapped cluster cannot reach the hub; use pvc://, oci:// or a bucket of your own"
{{- end }}
{{- if $v.model.endpoint }}
- "{{ .where }}model.endpoint: KServe's storage initializer, which fetches hf://, does not read it; use model.id, or clear one of them"
{{- end }}
{{- if and $v.model.tokenSecret.name (ne $v.model.tokenSecret.key "HF_TOKEN") }}
- "{{ .where }}model.tokenSecret.key: KServe's storage initializer, which fetches hf://, reads the key HF_TOKEN only; put the token in Secret {{ $v.model.tokenSecret.name }} under that key and set `model.tokenSecret.key: HF_TOKEN`"
{{- end }}
{{- if and $v.model.tokenSecret.name (not $v.serviceAccount.create) }}
- "{{ .where }}model.tokenSecret: KServe reads the token of hf:// from a Secret of the ServiceAccount, which this release does not make; set serviceAccount.create, or add {{ $v.model.tokenSecret.name }} to the secrets of ServiceAccount {{ default "default" $v.serviceAccount.name }} and clear model.tokenSecret.name"
{{- end }}
{{- end }}
{{- if and $v.model.storageEndpoint (not (regexMatch "^(s3|gs)://" $v.model.storageUri)) }}
- "{{ .where }}model.storageEndpoint: only an s3:// or gs:// model.storageUri has one; clear it"
{{- end }}
{{- if and $v.model.chatTemplate.inline $v.model.chatTemplate.configMap }}
- "{{ .where }}model.chatTemplate: set inline or configMap, not both"
{{- end }}
{{- if eq $v.workload "transformer" }}
{{- if or (ne $v.engine.type "upstream") $v.engine.upstream.urls (empty $v.transformer.predictor) }}
- "workload: transformer stands before the model server in transformer.predictor, whose address KServe tells it; set that and `engine.type: upstream`, and leave engine.upstream.urls empty"
{{- end }}
{{- if or $v.canary.enabled $v.model.storageUri }}
- "workload: transformer has no canary and no model of its own; roll the model server out by KServe, or install a second release"
{{- end }}
{{- else if $v.transformer.predictor }}
- "transformer.predictor: only `workload: transformer` uses it"
{{- else if and (eq $v.engine.type "upstream") (empty $v.engine.upstream.urls) }}
- "{{ .where }}engine.upstream.urls: `engine.type: upstream` needs at least one address, such as http://vllm.models.svc:8000"
{{- end }}
{{- if and (ne $v.engine.type "upstream") $v.engine.upstream.urls }}
- "{{ .where }}engine.upstream.urls: only `engine.type: upstream` uses it; clear it or change the type"
{{- end }}
{{- if and (ne $v.engine.type "vllm") (or $v.engine.args $v.model.loraAdapters (gt (int $v.engine.tensorParallelSize) 0)) }}
- "{{ .where }}engine: args, tensorParallelSize and model.loraAdapters are vLLM's; they do nothing with `type: {{ $v.engine.type }}`"
{{- end }}
{{- if and (has $v.engine.type (list "mock" "upstream")) (gt (int $v.gpu.count) 0) }}
- "gpu.count: `{{ .where }}engine.type: {{ $v.engine.type }}` uses no GPU; set gpu.count to 0, or it holds {{ $v.gpu.count }} for nothing"
{{- end }}
{{- $parallel := int (default $v.gpu.count $v.engine.tensorParallelSize) }}
{{- if and (contains "/mig-" $v.gpu.resourceName) (gt $parallel 1) }}
- "gpu.count: a process sees one MIG slice, so a model cannot be shared over {{ $parallel }}; use one larger slice, or `gpu.count: 1` and more replicas"
{{- end }}
{{- if and (eq $v.engine.type "transformers") (gt (int $v.gpu.count) 1) }}
- "gpu.count: `{{ .where }}engine.type: transformers` uses one GPU; set 1, or it holds {{ $v.gpu.count }} for nothing"
{{- end }}
{{- if and (gt (int $v.engine.tensorParallelSize) 1) (gt (int $v.engine.tensorParallelSize) (int $v.gpu.count)) }}
- "{{ .where }}engine.tensorParallelSize: {{ $v.engine.tensorParallelSize }} GPUs cannot share the model with gpu.count {{ $v.gpu.count }}; raise gpu.count or set 0 to follow it"
{{- end }}
{{- if or $v.download.enabled (and $v.airGapped (empty $v.model.endpoint)) }}
{{- range $v.model.loraAdapters }}
{{- if not (hasPrefix "/" .path) }}
- "{{ $.where }}model.loraAdapters: {{ .name }} is a hub id, but the pod is kept offline (download.enabled, airGapped); put the adapter on the cache and give its path, such as /cache/lora/{{ .name }}"
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Context {where, values}: engine.args, one by one. */}}
{{- define "llm-predictor.argumentProblems" -}}
{{- range .values.engine.args }}
{{- if regexMatch "^-[^=\\s]*\\s" . }}
- {{ printf "%sengine.args: `%s` holds two words, which vLLM takes for one option; write `%s`" $.where . (regexReplaceAll "^(-[^=\\s]*)\\s+" (trim .) "${1}=" | trim) | quote }}
{{- else if regexMatch "\\s$" . }}
- {{ printf "%sengine.args: `%s` ends in white space, which vLLM takes for a part of it; remove it" $.where . | quote }}
{{- end }}
{{- $option := regexFind "^--[a-z-]+" (replace "_" "-" .) }}
{{- with get (dict "--tensor-parallel-size" "engine.tensorParallelSize" "--max-model-len" "engine.maxModelLen" "--revision" "model.revision" "--lora-modules" "model.loraAdapters" "--model" "model.id" "--port" "server.port" "--served-model-name" "model.name" "--api-key" "apiKeys") $option }}
- "{{ $.where }}engine.args: {{ $option }} is set by the value {{ . }}; use that"
{{- end }}
{{- end }}
{{- end }}

{{- define "llm-predictor.auditProblems" -}}
{{- if and (eq .Values.audit.sink "otlp") (not .Values.server.otlpEndpoint) }}
- "audit.sink: otlp needs server.otlpEndpoint, the collector that takes the record"
{{- end }}
{{- if and .Values.audit.text (not .Values.pii.enabled) }}
- "audit.text: the record must hold no text that is not masked; switch pii.enabled on, or audit.text off"
{{- end }}
{{- if and .Values.audit.existingClaim (ne .Values.audit.sink "file") }}
- "audit.existingClaim: only `audit.sink: file` writes to it; clear it or change the sink"
{{- end }}
{{- if and .Values.inferencePool.enabled (not .Values.inferencePool.endpointPicker.name) }}
- "inferencePool.endpointPicker.name: name the Service of the endpoint picker, which an InferencePool needs"
{{- end }}
{{- if and .Values.inferencePool.enabled (or (eq .Values.mode "Knative") (eq .Values.workload "transformer")) }}
- "inferencePool.enabled: an InferencePool sends requests to the pods of vLLM directly; use `mode: Standard` and a workload that is no transformer"
{{- end }}
{{- end }}

{{- define "llm-predictor.modeProblems" -}}
{{- $grace := include "llm-predictor.gracePeriod" . | int -}}
{{- if eq .Values.mode "Knative" }}
{{- if gt $grace (int .Values.knative.maxTimeoutSeconds) }}
- "requestTimeoutSeconds: with drainDelaySeconds and 15 s to spare it makes {{ $grace }} s, but Knative allows a revision {{ .Values.knative.maxTimeoutSeconds }} s; lower it, or raise max-revision-timeout-seconds in Knative's config-defaults and knative.maxTimeoutSeconds here"
{{- end }}
{{- if .Values.server.grpcPort }}
- "server.grpcPort: Knative allows one port per container; use `mode: Standard` for gRPC beside HTTP, or set 0"
{{- end }}
{{- if .Values.route.enabled }}
- "route.enabled: Knative routes by itself; the chart's HTTPRoute is for `mode: Standard`"
{{- end }}
{{- if eq .Values.monitoring.kind "ServiceMonitor" }}
- "monitoring.kind: a ServiceMonitor finds no pods behind Knative's services; use PodMonitor"
{{- end }}
{{- if eq .Values.canary.strategy "kserve" }}
- "canary.strategy: kserve (`spec.canary`) is for `mode: Standard`; Knative mode splits by canaryTrafficPercent without it"
{{- end }}
{{- else if and (eq (int .Values.replicas.min) 0) }}
- "replicas.min: 0 (scale to zero) works in Knative mode only; in Standard mode no metric is left that could start the first pod"
{{- end }}
{{- if and .Values.server.grpcPort (eq (int .Values.server.grpcPort) (int .Values.server.port)) }}
- "server.grpcPort: must differ from server.port"
{{- end }}
{{- end }}

{{- define "llm-predictor.canaryProblems" -}}
{{- $c := .Values.canary -}}
{{- if $c.enabled }}
{{- $name := include "llm-predictor.name" . }}
{{- $canary := include "llm-predictor.canaryValues" . | fromYaml }}
{{- $same := eq (include "llm-predictor.podHash" (dict "root" . "values" .Values "name" $name)) (include "llm-predictor.podHash" (dict "root" . "values" $canary "name" $name)) }}
{{- if and $same (or (eq .Values.mode "Standard") (gt (int $c.trafficPercent) 0)) }}
- "canary: nothing differs from the stable version; set canary.image, canary.model, canary.engine or canary.extraEnv. After a promotion, when the main values equal the canary's, switch canary.enabled off"
{{- end }}
{{- if eq .Values.mode "Standard" }}
{{- if and (eq $c.strategy "weighted") (not .Values.route.enabled) }}
- "canary.strategy: weighted splits by the chart's own HTTPRoute; set route.enabled and route.host"
{{- end }}
{{- if eq $c.strategy "kserve" }}
{{- if and (eq .Values.workload "custom") (empty .Values.model.storageUri) }}
- "canary.strategy: KServe's webhook takes `spec.canary` only with a model: set `workload: runtime` or model.storageUri, or use `strategy: weighted`"
{{- end }}
{{- if gt (int $c.replicas) (int .Values.replicas.min) }}
- "canary.replicas: KServe allows a canary at most replicas.min ({{ .Values.replicas.min }}) pods"
{{- end }}
{{- if .Values.route.enabled }}
- "route.enabled: the chart's route would bypass KServe's split; use it with `canary.strategy: weighted` only"
{{- end }}
{{- end }}
{{- end }}
{{- else if gt (int $c.trafficPercent) 0 }}
- "canary.trafficPercent: {{ $c.trafficPercent }} percent of the traffic has nowhere to go; set canary.enabled, or 0"
{{- end }}
{{- if and .Values.route.enabled (empty .Values.route.host) }}
- "route.host: the route needs a host name, such as llm.example.com"
{{- end }}
{{- end }}

{{- define "llm-predictor.sizeProblems" -}}
{{- $r := .Values.replicas -}}
{{- if gt (int $r.min) (int $r.max) | and .Values.autoscaling.enabled }}
- "replicas.min: {{ $r.min }} is above replicas.max {{ $r.max }}"
{{- end }}
{{- if and (not .Values.autoscaling.enabled) (gt (int $r.max) (max 1 (int $r.min))) }}
- "replicas.max: without autoscaling.enabled the number of pods stays at replicas.min; set both alike or switch autoscaling on"
{{- end }}
{{- if and .Values.autoscaling.enabled (eq .Values.mode "Standard") }}
{{- if empty .Values.autoscaling.prometheus }}
- "autoscaling.prometheus: KEDA needs the address of Prometheus, such as http://prometheus-operated.monitoring.svc:9090"
{{- end }}
{{- if not (or .Values.autoscaling.waitingRequests .Values.autoscaling.cacheUsage .Values.autoscaling.firstTokenSeconds) }}
- "autoscaling: set at least one of waitingRequests, cacheUsage and firstTokenSeconds above 0"
{{- end }}
{{- end }}
{{- if and .Values.autoscaling.enabled (eq .Values.mode "Standard") (ne .Values.engine.type "vllm") (or .Values.autoscaling.waitingRequests .Values.autoscaling.cacheUsage) }}
- "autoscaling: waitingRequests and cacheUsage are vLLM's figures, which `engine.type: {{ .Values.engine.type }}` does not have; set both to 0 and scale by firstTokenSeconds"
{{- end }}
{{- $rollout := include "llm-predictor.rollout" . | fromYaml }}
{{- if eq (int (add $rollout.maxSurge $rollout.maxUnavailable)) 0 }}
- "rollout: maxSurge and maxUnavailable cannot both be 0, since no pod could ever be replaced"
{{- end }}
{{- if and (eq .Values.mode "Standard") (gt (int $rollout.maxSurge) 0) }}
{{- range $value, $pods := dict "replicas.min" $r.min "canary.replicas" (ternary .Values.canary.replicas 9999 .Values.canary.enabled) }}
{{- if ge (int $rollout.maxUnavailable) (int $pods) | and (gt (int $pods) 0) }}
- "rollout.maxUnavailable: {{ $rollout.maxUnavailable }} with {{ $value }} {{ $pods }} lets all pods be missing, and then KServe calls the service Ready with none; set it below {{ $value }}"
{{- end }}
{{- end }}
{{- end }}
{{- range $side := list "requests" "limits" }}
{{- if hasKey (get $.Values.resources $side) $.Values.gpu.resourceName }}
- "resources.{{ $side }}: set GPUs by gpu.count and gpu.resourceName, which keep requests, limits and tensor parallelism alike"
{{- end }}
{{- end }}
{{- if and (eq .Values.engine.type "transformers") (gt (int .Values.limits.maxConcurrent) 5) }}
- "limits.maxConcurrent: at most 5 with `engine.type: transformers`, which has no continuous batching"
{{- end }}
{{- end }}

{{- define "llm-predictor.storageProblems" -}}
{{- $pvc := eq (include "llm-predictor.cacheType" .) "pvc" -}}
{{- $once := include "llm-predictor.onceClaims" . | fromYamlArray -}}
{{- range include "llm-predictor.claims" . | fromYamlArray }}
{{- if has .name $once }}
{{- if or $.Values.canary.enabled (gt (int $.Values.replicas.min) 1) (gt (int $.Values.replicas.max) 1) }}
- "{{ .value }}: more than one pod (replicas or canary) needs ReadWriteMany, but the claim {{ .name }} is {{ join ", " .modes }}{{ if eq .value "cache.accessMode" }}; set cache.accessMode where the claim can do it, or use `cache.type: emptyDir`, where each pod downloads for itself{{ end }}"
{{- end }}
{{- if and (has "ReadWriteMany" .declared) .found }}
- "cache.accessMode: the values name ReadWriteMany, but the claim {{ .name }} in the cluster is {{ join ", " .modes }}, which no upgrade changes; make another claim and name it in cache.existingClaim, or set cache.accessMode to the claim's mode"
{{- end }}
{{- if and (has "ReadWriteOncePod" .modes) (or (eq $.Values.mode "Knative") (gt (include "llm-predictor.rollout" $ | fromYaml | dig "maxSurge" 0 | int) 0)) }}
- "cache.accessMode: an upgrade would start a second pod beside the first, but the claim {{ .name }} is ReadWriteOncePod; use {{ ternary "ReadWriteMany" "`rollout.maxSurge: 0`" (eq $.Values.mode "Knative") }}"
{{- end }}
{{- end }}
{{- end }}
{{- if and (not $pvc) .Values.model.pvcPath }}
- "model.pvcPath: the model is on a claim, but cache.type is emptyDir; use pvc and name the claim in cache.existingClaim"
{{- end }}
{{- if .Values.download.enabled }}
{{- if or (not $pvc) (empty .Values.model.id) }}
- "download.enabled: the Job needs a hub model (model.id) and a claim to put it on (cache.type pvc)"
{{- end }}
{{- if eq .Values.cache.accessMode "ReadWriteOncePod" }}
- "download.enabled: a ReadWriteOncePod claim takes one pod at a time, but the Job and the pod that waits for it are two; use ReadWriteOnce"
{{- end }}
{{- if .Values.airGapped | and (empty .Values.model.endpoint) }}
- "download.enabled: an air-gapped cluster cannot reach the hub; set model.endpoint to a mirror or fill the claim beforehand"
{{- end }}
{{- end }}
{{- if and .Values.airGapped .Values.model.id (empty .Values.model.endpoint) (empty .Values.cache.existingClaim) }}
- "airGapped: the model {{ .Values.model.id }} cannot be downloaded; name a filled cache in cache.existingClaim, a mirror in model.endpoint, or use model.pvcPath"
{{- end }}
{{- end }}

{{/* Addresses that the values name and cut off by other values. */}}
{{- define "llm-predictor.networkProblems" -}}
{{- $policy := .Values.networkPolicy -}}
{{- if and $policy.enabled .Values.airGapped (empty $policy.extraEgress) }}
{{- range include "llm-predictor.destinations" . | fromYamlArray }}
{{- if and (eq .kind "public") (hasSuffix "model.storageUri" .value) }}
- "{{ .value }}: airGapped closes every public address, and so the bucket; name the bucket's own address in model.storageEndpoint, or open it by networkPolicy.extraEgress"
{{- else if and (eq .kind "name") (empty $policy.privateNetworks) }}
- "{{ .value }}: airGapped closes every public address and networkPolicy.privateNetworks is empty, so {{ .address }} cannot be reached; list the network that it is in, or open it by networkPolicy.extraEgress"
{{- end }}
{{- end }}
{{- end }}
{{- if and $policy.enabled (not $policy.fromSameNamespace) (empty $policy.fromNamespaces) (empty $policy.extraIngress) (not .Values.route.enabled) }}
- "networkPolicy: fromSameNamespace is off and fromNamespaces and extraIngress are empty, so no caller reaches the predictor; name the gateway's namespace in fromNamespaces"
{{- end }}
{{- end }}

{{- define "llm-predictor.accessProblems" -}}
{{- $name := include "llm-predictor.name" . -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $name) }}
- "the release's name makes {{ $name }}, but KServe takes small letters, digits and dashes only, and a letter first; name the release so, or set fullnameOverride"
{{- end }}
{{- $context := dict "root" . "values" .Values "name" (include "llm-predictor.name" .) -}}
{{- $taken := concat (keys (include "llm-predictor.settings" $context | fromYaml)) (list "PORT" "LLM_API_KEYS" "LLM_UPSTREAM_API_KEY" "HF_TOKEN" "STORAGE_URI") -}}
{{- range concat .Values.extraEnv .Values.canary.extraEnv -}}
{{- if has .name $taken }}
- "extraEnv: {{ .name }} is set by the chart from its own value; use that (see the README's table), else two values would compete"
{{- end }}
{{- end }}
{{- if eq .Values.cache.type "emptyDir" | and .Values.cache.existingClaim }}
- "cache.existingClaim: unused with `cache.type: emptyDir`; clear one of them"
{{- end }}
{{- end }}
