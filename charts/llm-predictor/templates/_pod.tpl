{{/* Security of every container: nothing that a model server does not need. */}}
{{- define "llm-predictor.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- with omit .Values.podSecurityContext "fsGroup" }}
{{- range $key, $value := . }}
{{- if not (kindIs "invalid" $value) }}
{{ $key }}: {{ $value }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The predictor's container. */}}
{{- define "llm-predictor.container" -}}
{{- $v := .values -}}
name: kserve-container
image: {{ include "llm-predictor.image" . }}
imagePullPolicy: {{ $v.image.pullPolicy }}
ports:
  - name: http1
    containerPort: {{ $v.server.port }}
    protocol: TCP
  {{- if $v.server.grpcPort }}
  - name: h2c
    containerPort: {{ $v.server.grpcPort }}
    protocol: TCP
  {{- end }}
env:
  {{- include "llm-predictor.env" . | trim | nindent 2 }}
{{- with $v.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
resources:
  {{- include "llm-predictor.resources" . | nindent 2 }}
securityContext:
  {{- include "llm-predictor.containerSecurity" .root | nindent 2 }}
# Warm means ready, and until then nothing may kill the pod: liveness starts when the startup probe has passed. A start that fails exits by itself.
startupProbe:
  httpGet:
    path: /v2/health/ready
    port: {{ $v.server.port }}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: {{ divf (add $v.maxStartSeconds 30) 5 | ceil | int }}
readinessProbe:
  httpGet:
    path: /v2/health/ready
    port: {{ $v.server.port }}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
livenessProbe:
  httpGet:
    path: /v2/health/live
    port: {{ $v.server.port }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
terminationMessagePolicy: File
volumeMounts:
  {{- include "llm-predictor.mounts" . | nindent 2 }}
{{- end }}

{{/* Memory is limit = request: a model server that is over its request is the first that a full node kills. A CPU limit is always there,
since KServe would make it one CPU, below the request. */}}
{{- define "llm-predictor.resources" -}}
{{- $v := .values -}}
{{- $gpus := int $v.gpu.count -}}
{{- $memory := "6Gi" -}}
{{- if gt $gpus 0 -}}
{{- $memory = printf "%dGi" (mul 16 $gpus) -}}
{{- else if has $v.engine.type (list "mock" "upstream") -}}
{{- $memory = "1Gi" -}}
{{- end -}}
{{- $memory = coalesce (get $v.resources.limits "memory") (get $v.resources.requests "memory") $memory -}}
{{- $cpu := include "llm-predictor.cpu" . -}}
{{- $cpuLimit := include "llm-predictor.fourfold" $cpu -}}
{{- $made := dict "requests" (dict "cpu" $cpu "memory" $memory) "limits" (dict "cpu" $cpuLimit "memory" $memory) -}}
{{- $_ := mergeOverwrite $made (deepCopy $v.resources) -}}
{{- if gt (int $v.gpu.count) 0 -}}
{{- range $side := list "requests" "limits" -}}
{{- $_ := set (get $made $side) $v.gpu.resourceName (int $v.gpu.count | toString) -}}
{{- end -}}
{{- end -}}
{{- toYaml $made -}}
{{- end }}

{{/* CPU to reserve. Beside a GPU the front ends need most of it: one that is short of CPU leaves the GPU waiting. */}}
{{- define "llm-predictor.cpu" -}}
{{- $v := .values -}}
{{- $cpu := "2" -}}
{{- if gt (int $v.gpu.count) 0 -}}
{{- $cpu = mul 8 (int $v.gpu.count) | toString -}}
{{- else if has $v.engine.type (list "mock" "upstream") -}}
{{- $cpu = "250m" -}}
{{- end -}}
{{- coalesce (get $v.resources.requests "cpu") (get $v.resources.limits "cpu") $cpu -}}
{{- end }}

{{/* Processes that answer HTTP: server.frontEnds, or beside a GPU one per four CPUs of the request and at most eight; else empty, which
is one. Some arguments of vLLM allow one only. */}}
{{- define "llm-predictor.frontEnds" -}}
{{- $v := .values -}}
{{- $given := int $v.server.frontEnds -}}
{{- $cpu := include "llm-predictor.cpu" . -}}
{{- if gt $given 0 -}}
{{- $given -}}
{{- else if and (eq $v.engine.type "vllm") (gt (int $v.gpu.count) 0) -}}
{{- if regexMatch "(^| )(--data[-_]parallel|-dp|--enable[-_]elastic[-_]ep|--enable[-_]fault[-_]tolerance)" (join " " $v.engine.args) -}}
1
{{- else if regexMatch "^[0-9]+([.][0-9]+)?$" $cpu -}}
{{- divf (float64 $cpu) 4.0 | floor | int | max 1 | min 8 -}}
{{- else if regexMatch "^[0-9]+m$" $cpu -}}
{{- divf (trimSuffix "m" $cpu | float64) 4000.0 | floor | int | max 1 | min 8 -}}
{{- else -}}
1
{{- end -}}
{{- end -}}
{{- end }}

{{/* Four times a quantity of CPU ("2", 1.5, "250m"), so that a start may use idle cores; any other form as it is. */}}
{{- define "llm-predictor.fourfold" -}}
{{- $given := toString . -}}
{{- if regexMatch "^[0-9]+m$" $given -}}
{{- mul 4 (trimSuffix "m" $given | int) }}m
{{- else if regexMatch "^[0-9]+([.][0-9]+)?$" $given -}}
{{- mulf 4.0 (float64 $given) -}}
{{- else -}}
{{- $given -}}
{{- end -}}
{{- end }}

{{- define "llm-predictor.mounts" -}}
{{- $v := .values -}}
- name: cache
  mountPath: /cache
- name: tmp
  mountPath: /tmp
- name: shm
  mountPath: /dev/shm
{{- if or $v.model.chatTemplate.inline $v.model.chatTemplate.configMap }}
- name: chat
  mountPath: /etc/llm-predictor/chat
  readOnly: true
{{- end }}
{{- if $v.pii.patterns }}
- name: pii
  mountPath: /etc/llm-predictor/pii
  readOnly: true
{{- end }}
{{- if $v.apiKeys.file.existingSecret }}
- name: keys
  mountPath: /etc/llm-predictor/keys
  readOnly: true
{{- end }}
{{- if eq $v.audit.sink "file" }}
- name: audit
  mountPath: /var/log/llm-predictor
{{- end }}
{{- if and $v.audit.sink $v.audit.keySecret }}
- name: audit-key
  mountPath: /etc/llm-predictor/audit
  readOnly: true
{{- end }}
{{- with $v.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "llm-predictor.cacheVolume" -}}
{{- if eq (include "llm-predictor.cacheType" .) "pvc" -}}
persistentVolumeClaim:
  claimName: {{ include "llm-predictor.claim" . }}
{{- else -}}
emptyDir:
  sizeLimit: {{ .Values.cache.size }}
{{- end -}}
{{- end }}

{{- define "llm-predictor.sharedMemory" -}}
{{- $count := int .gpu.count -}}
{{- if .sharedMemory -}}
{{- .sharedMemory -}}
{{- else if eq $count 0 -}}
256Mi
{{- else -}}
{{- printf "%dGi" (max 1 (mul 2 (sub $count 1))) -}}
{{- end -}}
{{- end }}

{{/* Files that come from values, as YAML of name to content. */}}
{{- define "llm-predictor.files" -}}
{{- $files := dict -}}
{{- with .values.model.chatTemplate.inline -}}{{- $_ := set $files "chat_template.jinja" . -}}{{- end -}}
{{- with .values.pii.patterns -}}{{- $_ := set $files "patterns.toml" . -}}{{- end -}}
{{- if $files -}}{{- toYaml $files -}}{{- end -}}
{{- end }}

{{/* The name carries the content's hash: a change rolls the pods out, and a canary's files never reach stable pods. */}}
{{- define "llm-predictor.filesName" -}}
{{- printf "%s-files-%s" (include "llm-predictor.name" .root) (include "llm-predictor.files" . | sha256sum | trunc 8) -}}
{{- end }}

{{- define "llm-predictor.volumes" -}}
{{- $v := .values -}}
- name: cache
  {{- include "llm-predictor.cacheVolume" .root | nindent 2 }}
- name: tmp
  emptyDir: {}
- name: shm
  emptyDir:
    medium: Memory
    sizeLimit: {{ include "llm-predictor.sharedMemory" $v }}
{{- if or $v.model.chatTemplate.inline $v.model.chatTemplate.configMap }}
- name: chat
  configMap:
    name: {{ default (include "llm-predictor.filesName" .) $v.model.chatTemplate.configMap }}
    items:
      - {key: {{ ternary "chat_template.jinja" $v.model.chatTemplate.key (empty $v.model.chatTemplate.configMap) }}, path: {{ ternary "chat_template.jinja" $v.model.chatTemplate.key (empty $v.model.chatTemplate.configMap) }}}
{{- end }}
{{- if $v.pii.patterns }}
- name: pii
  configMap:
    name: {{ include "llm-predictor.filesName" . }}
    items:
      - {key: patterns.toml, path: patterns.toml}
{{- end }}
{{- if $v.apiKeys.file.existingSecret }}
- name: keys
  secret:
    secretName: {{ $v.apiKeys.file.existingSecret }}
    items:
      - {key: {{ $v.apiKeys.file.key }}, path: {{ $v.apiKeys.file.key }}}
{{- end }}
{{- if eq $v.audit.sink "file" }}
- name: audit
  {{- if $v.audit.existingClaim }}
  persistentVolumeClaim:
    claimName: {{ $v.audit.existingClaim }}
  {{- else }}
  emptyDir:
    sizeLimit: {{ $v.audit.size }}
  {{- end }}
{{- end }}
{{- if and $v.audit.sink $v.audit.keySecret }}
- name: audit-key
  secret:
    secretName: {{ $v.audit.keySecret }}
    items:
      - {key: audit-key, path: audit-key}
{{- end }}
{{- if $v.download.enabled }}
- name: download
  configMap:
    name: {{ include "llm-predictor.name" .root }}-download
{{- end }}
{{- with $v.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What stands beside the containers in the pod. Knative strips or refuses some of it; what it needs a feature flag for, NOTES.txt names. */}}
{{- define "llm-predictor.podFields" -}}
{{- $v := .values -}}
serviceAccountName: {{ include "llm-predictor.serviceAccount" .root }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- if eq $v.mode "Standard" }}
terminationGracePeriodSeconds: {{ include "llm-predictor.gracePeriod" .root }}
{{- end }}
{{- with include "llm-predictor.podSecurity" .root | trim }}
securityContext:
  {{- . | nindent 2 }}
{{- end }}
{{- with $v.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- if and (gt (int $v.gpu.count) 0) $v.gpu.runtimeClassName }}
runtimeClassName: {{ $v.gpu.runtimeClassName }}
{{- end }}
{{- with $v.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $v.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "llm-predictor.tolerations" . | fromYamlArray }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $v.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $v.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range . }}
  {{- $selector := dict "labelSelector" (dict "matchLabels" (include "llm-predictor.podSelector" $.root | fromYaml)) }}
  - {{ merge (deepCopy .) $selector | toYaml | indent 4 | trim }}
  {{- end }}
{{- end }}
{{- if or $v.download.enabled $v.initContainers }}
initContainers:
  {{- if $v.download.enabled }}
  - {{ include "llm-predictor.waiter" . | indent 4 | trim }}
  {{- end }}
  {{- with $v.initContainers }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
volumes:
  {{- include "llm-predictor.volumes" . | nindent 2 }}
{{- end }}

{{/* Knative refuses a pod's securityContext without a feature flag, so there it is only asked for where a claim must be writable. */}}
{{- define "llm-predictor.podSecurity" -}}
{{- $group := .Values.podSecurityContext.fsGroup -}}
{{- if eq .Values.mode "Standard" -}}
{{- include "llm-predictor.fullPodSecurity" . -}}
{{- else if and $group (eq (include "llm-predictor.cacheType" .) "pvc") -}}
fsGroup: {{ $group }}
{{- end -}}
{{- end }}

{{- define "llm-predictor.fullPodSecurity" -}}
seccompProfile:
  type: RuntimeDefault
{{- range $key, $value := .Values.podSecurityContext }}
{{- if not (kindIs "invalid" $value) }}
{{ $key }}: {{ $value }}
{{- end }}
{{- end }}
{{- if .Values.podSecurityContext.fsGroup }}
# A cache of many files is not walked again at each start.
fsGroupChangePolicy: OnRootMismatch
{{- end }}
{{- end }}

{{- define "llm-predictor.tolerations" -}}
{{- $v := .values -}}
{{- if and (gt (int $v.gpu.count) 0) $v.gpu.tolerateTaint }}
- {key: {{ ternary "nvidia.com/gpu" $v.gpu.resourceName (hasPrefix "nvidia.com/" $v.gpu.resourceName) }}, operator: Exists, effect: NoSchedule}
{{- end }}
{{- with $v.tolerations }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Waits until the download Job has left its mark, and shows how far it is. */}}
{{- define "llm-predictor.waiter" -}}
name: wait-for-model
image: {{ include "llm-predictor.image" . }}
imagePullPolicy: {{ .values.image.pullPolicy }}
command: [python, /etc/llm-predictor/download/download.py, wait]
env:
  {{- include "llm-predictor.downloadEnv" . | nindent 2 }}
resources:
  requests: {cpu: 10m, memory: 64Mi}
  limits: {memory: 128Mi}
securityContext:
  {{- include "llm-predictor.containerSecurity" .root | nindent 2 }}
volumeMounts:
  - {name: cache, mountPath: /cache}
  - {name: tmp, mountPath: /tmp}
  - {name: download, mountPath: /etc/llm-predictor/download, readOnly: true}
{{- end }}

{{- define "llm-predictor.downloadEnv" -}}
- name: HF_HOME
  value: /cache/huggingface
- name: MODEL_ID
  value: {{ .values.model.id }}
- name: MODEL_REVISION
  value: {{ .values.model.revision | quote }}
- name: TIMEOUT_SECONDS
  value: {{ .values.download.timeoutSeconds | int | toString | quote }}
{{- end }}
