{{/* What the pods have to reach, worked out from the values: the NetworkPolicy opens it, NOTES.txt lists it, and _validate.tpl refuses what
stays closed. A YAML list of {value, address, kind, target, ports}; kinds are

| kind | target |
|---|---|
| public | empty: any public address |
| name | empty: any public address, and networkPolicy.privateNetworks, since a policy holds no DNS names |
| namespace | a namespace of the cluster; all ports, because a policy sees the pod's port and not the Service's |
| own | empty: the release's namespace |
| block | a CIDR |
*/}}
{{- define "llm-predictor.destinations" -}}
{{- range $where, $values := include "llm-predictor.versions" . | fromYaml }}
{{- $context := dict "root" $ "where" $where "values" $values }}
{{- include "llm-predictor.modelDestinations" $context }}
{{- range include "llm-predictor.addresses" $context | fromYamlArray }}
{{- include "llm-predictor.destination" . }}
{{- end }}
{{- end }}
{{- include "llm-predictor.identityDestinations" . }}
{{- if eq (include "llm-predictor.mesh" .) "sidecar" }}
- {value: istio.mesh, address: Istio's control plane, kind: namespace, target: {{ .Values.istio.namespace }}}
{{- end }}
{{- end }}

{{/* Hub and bucket, as far as no value names their address. Context {where, values}. */}}
{{- define "llm-predictor.modelDestinations" -}}
{{- $model := .values.model }}
{{- if not $model.endpoint }}
{{- range include "llm-predictor.hubValues" . | fromYamlArray }}
- {value: {{ . | quote }}, address: the model hub, kind: public, ports: [443]}
{{- end }}
{{- end }}
{{- if and (regexMatch "^(s3|gs)://" $model.storageUri) (not $model.storageEndpoint) }}
- {value: "{{ .where }}model.storageUri", address: "{{ regexFind "^[^:]+" $model.storageUri }}:// at a public address", kind: public, ports: [443]}
{{- end }}
{{- end }}

{{/* Values that name something on the hub. */}}
{{- define "llm-predictor.hubValues" -}}
{{- $model := .values.model }}
{{- if $model.id }}
- {{ .where }}model.id
{{- end }}
{{- if hasPrefix "hf://" $model.storageUri }}
- {{ .where }}model.storageUri
{{- end }}
{{- range $model.loraAdapters }}
{{- if not (hasPrefix "/" .path) }}
- {{ $.where }}model.loraAdapters
{{- end }}
{{- end }}
{{- range .values.engine.args }}
{{- if regexMatch "^--(tokenizer|hf-config-path)=[^/]|^--speculative-config=.*\"model\" *: *\"[^/\"]" (replace "_" "-" .) }}
- {{ $.where }}engine.args
{{- end }}
{{- end }}
{{- end }}

{{/* Every address that a value names, as a YAML list of {value, url}. Context {where, values}. */}}
{{- define "llm-predictor.addresses" -}}
{{- $v := .values -}}
{{- $named := list (dict "value" "model.endpoint" "url" $v.model.endpoint) -}}
{{- if regexMatch "^(s3|gs)://" $v.model.storageUri -}}
{{- $named = append $named (dict "value" "model.storageEndpoint" "url" $v.model.storageEndpoint) -}}
{{- end -}}
{{- $named = append $named (dict "value" "model.storageUri" "url" $v.model.storageUri) -}}
{{- if ne $v.workload "transformer" -}}
{{- range $v.engine.upstream.urls -}}{{- $named = append $named (dict "value" "engine.upstream.urls" "url" .) -}}{{- end -}}
{{- end -}}
{{- $named = append $named (dict "value" "server.otlpEndpoint" "url" $v.server.otlpEndpoint) -}}
{{- $named = append $named (dict "value" "limits.rateStorage" "url" $v.limits.rateStorage) -}}
{{- $variables := $v.extraEnv -}}
{{- range concat $v.extraContainers $v.initContainers -}}{{- $variables = concat $variables (get . "env" | default list) -}}{{- end -}}
{{- range $variables -}}
{{- $value := "extraEnv" -}}
{{- $variable := .name -}}
{{- range get . "value" | toString | splitList "," -}}
{{- $url := trim . -}}
{{- if and (regexMatch "(?i)^(https?|all|ftp)_proxy$" $variable) (not (contains "://" $url)) $url -}}{{- $url = printf "http://%s" $url -}}{{- end -}}
{{- $named = append $named (dict "value" (printf "extraEnv %s" $variable) "url" $url) -}}
{{- end -}}
{{- end -}}
{{- range $named }}
{{- if regexMatch (include "llm-predictor.addressPattern" .) (lower .url) }}
- value: {{ printf "%s%s" (ternary $.where "" (regexMatch "^(model|engine)" .value)) .value | quote }}
  url: {{ .url | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Schemes of servers, as against those of buckets, files and registries. Group 1 is the scheme, 2 the user, 3 the host, 4 the port. */}}
{{- define "llm-predictor.addressPattern" -}}
^(https?|rediss?|rediss?[+][a-z]+|grpcs?|tcp|socks5h?|wss?|amqps?|nats|postgres(?:ql)?|mysql|mongodb|kafka)://(?:[^/@]*@)?(\[[0-9a-f:.]+\]|[^/:?#@\[\]]+)(?::([0-9]+))?(?:[/?#]|$)
{{- end }}

{{/* One item of the list for {value, url}. An address of the pod itself needs no rule. */}}
{{- define "llm-predictor.destination" -}}
{{- $pattern := include "llm-predictor.addressPattern" . -}}
{{- $url := lower .url -}}
{{- $scheme := regexReplaceAll (printf "%s.*" $pattern) $url "${1}" | regexFind "^[a-z0-9]+" -}}
{{- $host := regexReplaceAll (printf "%s.*" $pattern) $url "${2}" | trimPrefix "[" | trimSuffix "]" | trimSuffix "." -}}
{{- $port := regexReplaceAll (printf "%s.*" $pattern) $url "${3}" | default (get (dict "http" "80" "https" "443" "redis" "6379" "rediss" "6379" "ws" "80" "wss" "443") $scheme) -}}
{{- $item := dict "value" .value "address" $host -}}
{{- if $port -}}{{- $_ := set $item "ports" (list (int $port)) -}}{{- end -}}
{{- $kinds := list -}}
{{- if regexMatch "^(localhost|127[.][0-9.]+|::1)$" $host -}}
{{- else if regexMatch "^[0-9.]+$" $host -}}
{{- $kinds = list (dict "kind" "block" "target" (printf "%s/32" $host)) -}}
{{- else if contains ":" $host -}}
{{- $kinds = list (dict "kind" "block" "target" (printf "%s/128" $host)) -}}
{{- else if not (contains "." $host) -}}
{{- $kinds = list (dict "kind" "own" "target" "") -}}
{{- else if regexMatch "[.]svc([.]|$)" $host -}}
{{- $kinds = list (dict "kind" "namespace" "target" (regexReplaceAll "^.*?([^.]+)[.]svc([.].*)?$" $host "${1}")) -}}
{{- else if regexMatch "^[^.]+[.][^.]+$" $host -}}
{{/* "vllm.models" may be a Service of the namespace models, or a host on the internet. */}}
{{- $kinds = list (dict "kind" "namespace" "target" (splitList "." $host | last)) (dict "kind" "name" "target" "") -}}
{{- else -}}
{{- $kinds = list (dict "kind" "name" "target" "") -}}
{{- end -}}
{{- range $kinds }}
- {{ merge . $item | toJson }}
{{- end }}
{{- end }}

{{/* Where clouds hand out the credentials of the ServiceAccount. Only Google's and the EKS agent's are addresses of the node; the other
clouds' token services are public HTTPS. */}}
{{- define "llm-predictor.identityDestinations" -}}
{{- $schemes := list -}}
{{- range include "llm-predictor.versions" . | fromYaml -}}
{{- if not (or .serviceAccount.secrets .model.storageEndpoint) -}}{{- $schemes = append $schemes (regexFind "^[a-z0-9]*" .model.storageUri) -}}{{- end -}}
{{- end -}}
{{- $annotations := .Values.serviceAccount.annotations -}}
{{- if or (hasKey $annotations "iam.gke.io/gcp-service-account") (has "gs" $schemes) }}
- {value: serviceAccount, address: Google's metadata server, kind: block, target: 169.254.169.252/32, ports: [988]}
- {value: serviceAccount, address: Google's metadata server, kind: block, target: 169.254.169.254/32, ports: [80]}
{{- end }}
{{- if has "s3" $schemes }}
- {value: serviceAccount, address: the EKS Pod Identity agent, kind: block, target: 169.254.170.23/32, ports: [80]}
- {value: serviceAccount, address: the EKS Pod Identity agent, kind: block, target: "fd00:ec2::23/128", ports: [80]}
{{- end }}
{{- range $annotation := list "eks.amazonaws.com/role-arn" "azure.workload.identity/client-id" }}
{{- if hasKey $annotations $annotation }}
- {value: serviceAccount.annotations, address: the token service of {{ regexFind "^[^.]+[.][^.]+[.][^/]+|^[^/]+" $annotation }}, kind: public, ports: [443]}
{{- end }}
{{- end }}
{{- end }}

{{/* "sidecar", "ambient" or "". */}}
{{- define "llm-predictor.mesh" -}}
{{- $labels := merge (deepCopy .Values.podLabels) .Values.podAnnotations -}}
{{- if .Values.istio.mesh -}}
{{- .Values.istio.mesh -}}
{{- else if eq (get $labels "sidecar.istio.io/inject") "true" -}}
sidecar
{{- else if eq (get $labels "istio.io/dataplane-mode") "ambient" -}}
ambient
{{- end -}}
{{- end }}

{{/* Destinations that the policy opens: an air-gapped release reaches nothing public. */}}
{{- define "llm-predictor.openDestinations" -}}
{{- $seen := list -}}
{{- range include "llm-predictor.destinations" . | fromYamlArray -}}
{{- if not (and $.Values.airGapped (eq .kind "public")) -}}
{{- if not (has (omit . "value" "address" | toJson) $seen) }}
- {{ toJson . }}
{{- end -}}
{{- $seen = append $seen (omit . "value" "address" | toJson) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The rules of the NetworkPolicy for these destinations. */}}
{{- define "llm-predictor.egressRules" -}}
{{- $values := .Values -}}
{{- $release := .Release -}}
{{- range include "llm-predictor.openDestinations" . | fromYamlArray }}
# {{ .value }}: {{ .address }}
- to:
    {{- if eq .kind "namespace" }}
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ .target }}}}
    {{- else if eq .kind "own" }}
    - podSelector: {}
    {{- else if eq .kind "block" }}
    - ipBlock: {cidr: {{ .target | quote }}}
    {{- else }}
    {{- if not $values.airGapped }}
    {{- include "llm-predictor.publicBlocks" . | nindent 4 }}
    {{- end }}
    {{- if eq .kind "name" }}
    {{- range $values.networkPolicy.privateNetworks }}
    - ipBlock: {cidr: {{ . | quote }}}
    {{- end }}
    {{- end }}
    {{- end }}
  {{- if has .kind (list "public" "name" "block") }}
  {{- with .ports }}
  ports:
    {{- range . }}
    - {port: {{ . }}, protocol: TCP}
    {{- end }}
  {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "llm-predictor.publicBlocks" -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, 100.64.0.0/10]
- ipBlock: {cidr: "::/0", except: ["fc00::/7", "fe80::/10"]}
{{- end }}
