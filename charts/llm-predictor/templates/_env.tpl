{{/* Arguments for vLLM, one line, quoted for shlex. */}}
{{- define "llm-predictor.vllmArgs" -}}
{{- $engine := .values.engine -}}
{{- $model := .values.model -}}
{{- $args := list -}}
{{- with $model.revision -}}{{- $args = append $args (printf "--revision=%s" .) -}}{{- end -}}
{{- if gt (int $engine.maxModelLen) 0 -}}{{- $args = append $args (printf "--max-model-len=%d" (int $engine.maxModelLen)) -}}{{- end -}}
{{- $parallel := int (default .values.gpu.count $engine.tensorParallelSize) -}}
{{- if gt $parallel 1 -}}{{- $args = append $args (printf "--tensor-parallel-size=%d" $parallel) -}}{{- end -}}
{{- with $model.loraAdapters -}}
{{- $args = concat $args (list "--enable-lora" "--lora-modules") -}}
{{- range . -}}
{{- $args = append $args (printf "%s=%s" .name .path) -}}
{{- end -}}
{{- end -}}
{{- $quoted := list -}}
{{- range concat $args $engine.args -}}
{{- $quoted = append $quoted (ternary . (printf "'%s'" (replace "'" "'\"'\"'" .)) (regexMatch "^[A-Za-z0-9@%+=:,./_-]+$" .)) -}}
{{- end -}}
{{- join " " $quoted -}}
{{- end }}

{{/* Settings whose value the chart works out, by variable; empty ones are left to the predictor's defaults. */}}
{{- define "llm-predictor.settings" -}}
{{- $v := .values -}}
{{- $root := .root -}}
LLM_ENGINE: {{ $v.engine.type }}
{{- if ne $v.workload "transformer" }}
LLM_MODEL_NAME: {{ $v.model.name }}
{{- end }}
{{- if $v.model.pvcPath }}
LLM_MODEL: {{ printf "/cache/%s" $v.model.pvcPath }}
{{- else if $v.model.storageUri }}
LLM_MODEL: /mnt/models
{{- else if $v.model.id }}
LLM_MODEL: {{ $v.model.id }}
{{- end }}
LLM_VLLM_ARGS: {{ include "llm-predictor.vllmArgs" . | quote }}
LLM_SYSTEM_PROMPT: {{ $v.model.systemPrompt | quote }}
{{- if or $v.model.chatTemplate.inline $v.model.chatTemplate.configMap }}
LLM_CHAT_TEMPLATE: /etc/llm-predictor/chat/{{ ternary "chat_template.jinja" $v.model.chatTemplate.key (empty $v.model.chatTemplate.configMap) }}
{{- end }}
LLM_UPSTREAM_URLS: {{ join "," $v.engine.upstream.urls | quote }}
LLM_UPSTREAM_MODEL: {{ $v.engine.upstream.model | quote }}
LLM_KEEP_ALIVE_SEC: {{ $v.server.keepAliveSeconds | int | toString | quote }}
LLM_FRONTENDS: {{ include "llm-predictor.frontEnds" . | quote }}
LLM_GRPC_PORT: {{ $v.server.grpcPort | int | toString | quote }}
LLM_DOCS: {{ $v.server.docs | quote }}
LLM_PLAYGROUND: {{ $v.server.playground | quote }}
LLM_CORS_ORIGINS: {{ join "," $v.server.corsOrigins | quote }}
LLM_TRUSTED_PROXIES: {{ join "," $v.server.trustedProxies | quote }}
LLM_LOG_LEVEL: {{ $v.server.logLevel }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ $v.server.otlpEndpoint | quote }}
{{- if $v.server.otlpEndpoint }}
OTEL_SERVICE_NAME: {{ .name }}
{{- end }}
INFERENCE_TIMEOUT_SEC: {{ $v.requestTimeoutSeconds | int | toString | quote }}
LLM_DRAIN_DELAY_SEC: {{ $v.drainDelaySeconds | int | toString | quote }}
LLM_GRACE_SEC: {{ include "llm-predictor.graceSeconds" $root | quote }}
LLM_LOAD_TIMEOUT_SEC: {{ $v.maxStartSeconds | int | toString | quote }}
MAX_CONCURRENT_INFERENCE: {{ ternary "" ($v.limits.maxConcurrent | int | toString) (eq (int $v.limits.maxConcurrent) 0) | quote }}
LLM_RATE_LIMIT: {{ $v.limits.rate | quote }}
LLM_RATE_LIMIT_STORAGE: {{ $v.limits.rateStorage | quote }}
{{- with $v.apiKeys.file.existingSecret }}
LLM_KEY_FILE: /etc/llm-predictor/keys/{{ $v.apiKeys.file.key }}
LLM_BUDGET_STORE_LOSS: {{ $v.limits.budgetStoreLoss }}
{{- end }}
LLM_INPUT_MAX_LENGTH: {{ $v.limits.inputMaxLength | int | toString | quote }}
LLM_FALLBACK_RESPONSE: {{ $v.fallbackResponse | quote }}
LLM_PII: {{ $v.pii.enabled | quote }}
LLM_PII_ACTIONS: {{ ternary "" (toJson $v.pii.actions) (empty $v.pii.actions) | quote }}
LLM_PII_ALLOW: {{ join "," $v.pii.allow | quote }}
{{- if $v.pii.patterns }}
LLM_PII_PATTERNS: /etc/llm-predictor/pii/patterns.toml
{{- end }}
LLM_PII_RESTORE: {{ $v.pii.restore | quote }}
LLM_PII_OUTPUT: {{ $v.pii.maskOutput | quote }}
LLM_AUDIT: {{ $v.audit.sink | quote }}
{{- if $v.audit.sink }}
LLM_AUDIT_ON_FAILURE: {{ $v.audit.onFailure }}
LLM_AUDIT_RETENTION_DAYS: {{ $v.audit.retentionDays | int | toString | quote }}
LLM_AUDIT_TEXT: {{ $v.audit.text | quote }}
{{- if $v.audit.keySecret }}
LLM_AUDIT_KEY_FILE: /etc/llm-predictor/audit/audit-key
{{- end }}
{{- end }}
{{- if eq $v.audit.sink "file" }}
LLM_AUDIT_FOLDER: /var/log/llm-predictor/audit
{{- end }}
LLM_AI_NOTICE: {{ $v.aiNotice | quote }}
{{ include "llm-predictor.caches" . }}
HF_HUB_OFFLINE: {{ ternary "1" "" (or (and $v.airGapped (empty $v.model.endpoint)) $v.download.enabled) | quote }}
HF_ENDPOINT: {{ $v.model.endpoint | quote }}
{{- if and (eq $v.engine.type "vllm") (eq (int $v.gpu.count) 0) }}
VLLM_CPU_KVCACHE_SPACE: {{ $v.cpuCacheGiB | int | toString | quote }}
{{- end }}
{{- end }}

{{/* Where libraries keep what they download and compile. HOME is on the cache volume, because a library without a variable of its own
writes below it, and /tmp is empty after each restart of the container. On CPU without a claim vLLM reads the cache that the image brings. */}}
{{- define "llm-predictor.caches" -}}
HOME: /cache/home
HF_HOME: /cache/huggingface
{{- if or (gt (int .values.gpu.count) 0) (eq (include "llm-predictor.cacheType" .root) "pvc") }}
VLLM_CACHE_ROOT: /cache/vllm
{{- end }}
{{- if has .values.engine.type (list "vllm" "transformers") }}
TORCHINDUCTOR_CACHE_DIR: /cache/inductor
TRITON_CACHE_DIR: /cache/triton
{{- end }}
{{- if gt (int .values.gpu.count) 0 }}
# FlashInfer appends .cache/flashinfer.
FLASHINFER_WORKSPACE_BASE: /cache
CUDA_CACHE_PATH: /cache/cuda
{{- end }}
{{- end }}

{{/* The container's env list: worked-out settings, Secrets, then the user's own. Knative sets PORT itself and refuses ours. */}}
{{- define "llm-predictor.env" -}}
{{- $v := .values -}}
{{- if and (eq $v.mode "Standard") (ne $v.workload "transformer") }}
- name: PORT
  value: {{ $v.server.port | int | toString | quote }}
{{- end }}
{{- range $name, $value := include "llm-predictor.settings" . | fromYaml }}
{{- if $value }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- if and $v.model.storageUri (eq $v.workload "custom") }}
- name: STORAGE_URI
  value: {{ $v.model.storageUri | quote }}
{{- end }}
{{- if $v.apiKeys.enabled }}
- name: LLM_API_KEYS
  valueFrom:
    secretKeyRef:
      name: {{ include "llm-predictor.keySecret" .root }}
      key: {{ $v.apiKeys.key }}
{{- end }}
{{- if $v.engine.upstream.keySecret.name }}
- name: LLM_UPSTREAM_API_KEY
  valueFrom:
    secretKeyRef:
      name: {{ $v.engine.upstream.keySecret.name }}
      key: {{ $v.engine.upstream.keySecret.key }}
{{- end }}
{{- if $v.model.tokenSecret.name }}
- name: HF_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ $v.model.tokenSecret.name }}
      key: {{ $v.model.tokenSecret.key }}
{{- end }}
{{- with $v.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}
