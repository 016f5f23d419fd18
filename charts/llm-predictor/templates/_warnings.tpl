{{/* What is insecure or interrupts the service, though it works. Each part prints YAML items. */}}
{{- define "llm-predictor.warnings" -}}
{{- $warnings := list }}
{{- range $part := list "accessWarnings" "modelWarnings" "rolloutWarnings" "networkWarnings" "unusedWarnings" "cutOffWarnings" }}
{{- $warnings = concat $warnings (include (printf "llm-predictor.%s" $part) $ | fromYamlArray) }}
{{- end }}
{{- if $warnings }}

WARNING
{{- range $warnings }}
 * {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{- define "llm-predictor.accessWarnings" -}}
{{- $v := .Values }}
{{- if not (or $v.apiKeys.enabled $v.apiKeys.file.existingSecret) }}
- "apiKeys.enabled is off: whoever reaches the predictor may use it."
{{- end }}
{{- if not $v.pii.enabled }}
- "pii.enabled is off: personal data reaches the model and the logs, which Korean law forbids for most services."
{{- end }}
{{- if not $v.networkPolicy.enabled }}
- "networkPolicy.enabled is off: every pod of the cluster can reach the predictor, and it can reach everything."
{{- end }}
{{- if has "*" $v.server.corsOrigins }}
- "server.corsOrigins has *: scripts of any web page may call the predictor."
{{- end }}
{{- if eq (toString $v.podSecurityContext.runAsNonRoot) "false" }}
- "podSecurityContext.runAsNonRoot is off: an image that says so may run as root."
{{- end }}
{{- if $v.pii.enabled }}
{{- range $kind, $action := $v.pii.actions }}
{{- if eq $action "off" }}
- "pii.actions leaves {{ $kind }} unmasked, in prompts and in logs."
{{- end }}
{{- end }}
{{- if and (eq $v.workload "transformer") (hasKey $v.transformer.predictor "logger") }}
- "transformer.predictor.logger records the model's answers before personal data in them is masked."
{{- end }}
{{- end }}
{{- if and (eq $v.audit.sink "file") (not $v.audit.existingClaim) }}
- "audit.existingClaim is empty: the audit record is on the pod's own disk and gone with the pod."
{{- end }}
{{- if and $v.audit.sink (not $v.audit.keySecret) }}
- "audit.keySecret is empty: whoever can write the audit record can rebuild its chain."
{{- end }}
{{- range $v.server.trustedProxies }}
{{- if hasSuffix "/0" . }}
- "server.trustedProxies trusts everybody: any caller can choose the address that its rate is counted by."
{{- end }}
{{- end }}
{{- if $v.fallbackResponse }}
- "fallbackResponse is set: callers get 200 where the inference failed; only X-LLM-Fallback and the alerts tell."
{{- end }}
{{- range concat $v.extraEnv $v.canary.extraEnv }}
{{- if and (get . "value") (regexMatch "(KEY|TOKEN|SECRET|PASSWORD)S?$" .name) }}
- "extraEnv holds {{ .name }} in plain text: give it by valueFrom.secretKeyRef."
{{- end }}
{{- end }}
{{- end }}

{{- define "llm-predictor.modelWarnings" -}}
{{- range $where, $v := include "llm-predictor.versions" . | fromYaml }}
{{- if and (eq $v.image.tag "latest") (not $v.image.digest) }}
- "{{ $where }}image.tag is latest: a restart may run another version; pin image.digest."
{{- end }}
{{- if and $v.model.id (not $v.model.revision) }}
- "{{ $where }}model.revision is empty: a restart may serve another state of the model; pin a commit."
{{- end }}
{{- range $v.engine.args }}
{{- if contains "trust-remote-code" (replace "_" "-" .) }}
- "{{ $where }}engine.args trusts remote code: the model's repository can run code in the pod."
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "llm-predictor.rolloutWarnings" -}}
{{- $v := .Values }}
{{- $surge := include "llm-predictor.rollout" . | fromYaml | dig "maxSurge" 1 | int }}
{{- $once := include "llm-predictor.onceClaims" . | fromYamlArray }}
{{- if and (eq $v.mode "Standard") (eq $surge 0) (lt (int $v.replicas.min) 2) }}
- "an upgrade interrupts the service until the new pod is warm (rollout.maxSurge is 0; a ReadWriteMany cache allows 1)."
{{- end }}
{{- if $once }}
{{- if eq $v.mode "Knative" }}
- "Knative starts a new version before it ends the old one: on the ReadWriteOnce claim {{ first $once }} an upgrade waits for ever unless both fit on one node."
{{- else if gt $surge 0 }}
- "rollout.maxSurge is {{ $surge }}: the new pod waits for ever unless it fits on the old one's node, because the claim {{ first $once }} is ReadWriteOnce."
{{- end }}
{{- end }}
{{- if or $v.canary.enabled (gt (int $v.replicas.max) 1) (gt (int $v.replicas.min) 1) }}
{{- range include "llm-predictor.claims" . | fromYamlArray }}
{{- if not .modes }}
- "{{ .value }}: several pods mount the claim {{ .name }}, which must be ReadWriteMany or ReadOnlyMany; the chart cannot see it from here."
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "llm-predictor.networkWarnings" -}}
{{- $v := .Values }}
{{- $sides := list (include "llm-predictor.name" .) }}
{{- if $v.canary.enabled }}{{ $sides = append $sides (include "llm-predictor.canaryName" .) }}{{ end }}
{{- range $sides }}
{{- $label := printf "%s-%s-%s" . (include "llm-predictor.component" $) $.Release.Namespace }}
{{- if and (eq $v.mode "Standard") (gt (len $label) 63) }}
- "KServe's default host {{ $label }}.… has a label of {{ len $label }} characters, and DNS allows 63: the InferenceService would never be Ready. Choose a shorter release name, fullnameOverride or namespace, unless your KServe's domainTemplate parts the two."
{{- end }}
{{- end }}
{{- if $v.networkPolicy.enabled }}
{{- if and (eq $v.mode "Knative") (not (has "knative-serving" $v.networkPolicy.fromNamespaces)) (empty $v.networkPolicy.extraIngress) }}
- "networkPolicy.fromNamespaces lacks knative-serving: Knative's activator, which requests pass through, does not reach the pods."
{{- end }}
{{- if $v.airGapped }}
{{- range include "llm-predictor.destinations" . | fromYamlArray }}
{{- if and (eq .kind "public") (eq .value "serviceAccount.annotations") }}
- "airGapped closes {{ .address }}, which serviceAccount.annotations needs: open its address by networkPolicy.extraEgress."
{{- else if and (eq .kind "block") (not (regexMatch "^(10|127|169[.]254|192[.]168|172[.](1[6-9]|2[0-9]|3[01])|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))[.]|^f[cde]" .target)) }}
- "airGapped, but {{ .value }} names the public address {{ .address }}, which the NetworkPolicy opens."
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
