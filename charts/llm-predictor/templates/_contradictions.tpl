{{/* Values that contradict each other though the release works: what does nothing, and what cuts something off. Each part prints YAML items. */}}

{{/* A table of {when, value, because}: a value that is set and does nothing. */}}
{{- define "llm-predictor.unusedWarnings" -}}
{{- $v := .Values -}}
{{- $hub := include "llm-predictor.hubValues" (dict "where" "" "values" $v) | fromYamlArray -}}
{{- $upstream := $v.engine.upstream -}}
{{- $loads := has $v.engine.type (list "vllm" "transformers") -}}
{{- $counts := or $v.limits.rate $v.apiKeys.enabled -}}
{{- $policy := $v.networkPolicy -}}
{{- $rows := list
  (list $v.audit.keySecret "audit.keySecret" $v.audit.sink "audit.sink is empty")
  (list (ne $v.limits.rateStorage "memory://") "limits.rateStorage" $counts "limits.rate is empty and no key has limits")
  (list $v.model.tokenSecret.name "model.tokenSecret" $hub "nothing comes from the hub")
  (list $v.model.endpoint "model.endpoint" $hub "nothing comes from the hub")
  (list $v.model.revision "model.revision" $v.model.id "model.id is empty")
  (list $upstream.keySecret.name "engine.upstream.keySecret" (eq $v.engine.type "upstream") "engine.type is not upstream")
  (list $upstream.model "engine.upstream.model" (eq $v.engine.type "upstream") "engine.type is not upstream")
  (list $v.model.pvcPath "model.pvcPath" $loads (printf "engine.type %s loads no model" $v.engine.type))
  (list $v.model.storageUri "model.storageUri" $loads (printf "engine.type %s loads no model" $v.engine.type))
  (list $v.gpu.runtimeClassName "gpu.runtimeClassName" $v.gpu.count "gpu.count is 0")
  (list $v.inferencePool.endpointPicker.name "inferencePool.endpointPicker" $v.inferencePool.enabled "inferencePool.enabled is off")
  (list $v.apiKeys.existingSecret "apiKeys.existingSecret" $v.apiKeys.enabled "apiKeys.enabled is off")
  (list $v.route.host "route.host" $v.route.enabled "route.enabled is off")
  (list (ne $v.istio.namespace "istio-system") "istio.namespace" (include "llm-predictor.mesh" .) "istio.mesh is empty")
  (list (or $v.pii.actions $v.pii.allow $v.pii.patterns (ne $v.pii.restore "off")) "pii.actions, allow, patterns and restore" $v.pii.enabled "pii.enabled is off")
  (list (or $policy.extraEgress $policy.extraIngress) "networkPolicy.extraEgress and extraIngress" $policy.enabled "networkPolicy.enabled is off")
-}}
{{- range $rows }}
{{- if and (index . 0) (not (index . 2)) }}
- {{ printf "%s without effect: %s." (index . 1) (index . 3) | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Values that cut off what other values need. */}}
{{- define "llm-predictor.cutOffWarnings" -}}
{{- $v := .Values -}}
{{- $pods := or (gt (int $v.replicas.min) 1) (gt (int $v.replicas.max) 1) -}}
{{- if and $v.airGapped (not $v.networkPolicy.enabled) }}
- "airGapped closes no address, because networkPolicy.enabled is off; only the hub's libraries stay offline."
{{- end }}
{{- if and $v.limits.rate $pods (hasPrefix "memory://" $v.limits.rateStorage) }}
- "limits.rateStorage is memory://: each pod counts by itself, so a caller gets limits.rate from every pod; redis:// makes them count together."
{{- end }}
{{- if and $v.limits.rate (not $v.apiKeys.enabled) (empty $v.server.trustedProxies) }}
- "server.trustedProxies is empty: without keys all callers behind a gateway have its address and share one rate."
{{- end }}
{{- if and $v.podDisruptionBudget.enabled (gt (int $v.replicas.min) 1) (ge (int $v.podDisruptionBudget.maxUnavailable) (int $v.replicas.min)) }}
- "podDisruptionBudget.maxUnavailable is {{ $v.podDisruptionBudget.maxUnavailable }}: a drain of nodes may take all pods at once; set it below replicas.min."
{{- end }}
{{- if and $v.judge.enabled (gt (int $v.canary.trafficPercent) 0) }}
- "canary.trafficPercent is {{ $v.canary.trafficPercent }}: the judge owns the canary's share and begins with its own steps; keep it at 0."
{{- end }}
{{- if and (eq $v.istio.mesh "sidecar") (eq (get $v.podLabels "sidecar.istio.io/inject") "false") }}
- "podLabels keep the sidecar out that istio.mesh promises: requests between the mesh and the pod fail under strict mTLS."
{{- end }}
{{- include "llm-predictor.ingressWarnings" . }}
{{- include "llm-predictor.proxyWarnings" . }}
{{- include "llm-predictor.loopWarnings" . }}
{{- end }}

{{/* Who is not let in though a value needs it. */}}
{{- define "llm-predictor.ingressWarnings" -}}
{{- $v := .Values -}}
{{- $closed := and $v.networkPolicy.enabled (not $v.networkPolicy.fromSameNamespace) (empty $v.networkPolicy.extraIngress) -}}
{{- if and $closed $v.inferencePool.enabled }}
- "networkPolicy.fromSameNamespace is off: the endpoint picker of inferencePool, which runs in the release's namespace, cannot read the pods' metrics."
{{- end }}
{{- if and $v.networkPolicy.enabled (empty $v.networkPolicy.monitoringNamespaces) (empty $v.networkPolicy.extraIngress) (or $v.monitoring.kind $v.alerts.enabled) }}
- "networkPolicy.monitoringNamespaces is empty: Prometheus, which monitoring and alerts need, cannot scrape the pods{{ if not $closed }} unless it runs in the release's namespace{{ end }}."
{{- end }}
{{- end }}

{{/* Addresses inside of the cluster that requests would go to by way of a proxy. */}}
{{- define "llm-predictor.proxyWarnings" -}}
{{- range $where, $values := include "llm-predictor.versions" . | fromYaml }}
{{- $names := list -}}
{{- range $values.extraEnv }}{{ $names = append $names (upper .name) }}{{ end -}}
{{- if and (or (has "HTTP_PROXY" $names) (has "HTTPS_PROXY" $names) (has "ALL_PROXY" $names)) (not (has "NO_PROXY" $names)) }}
{{- range include "llm-predictor.addresses" (dict "root" $ "where" $where "values" $values) | fromYamlArray }}
{{- if and (regexMatch "^https?://" .url) (regexMatch "[.]svc([.:/]|$)" .url) (not (regexMatch "(?i)_proxy$" .value)) }}
- {{ printf "%s is inside the cluster, but extraEnv sends it through a proxy: add NO_PROXY with .svc and .cluster.local to extraEnv." .value | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* An upstream that is the predictor itself. */}}
{{- define "llm-predictor.loopWarnings" -}}
{{- $own := printf "^https?://%s-(predictor|transformer)[.]%s([.:/]|$)" (include "llm-predictor.name" .) .Release.Namespace -}}
{{- range .Values.engine.upstream.urls }}
{{- if regexMatch $own . }}
- {{ printf "engine.upstream.urls names the predictor itself (%s): its requests would come back to it." . | quote }}
{{- end }}
{{- end }}
{{- end }}
