{{/* Makes .Values whole, in place. `--set gpu=null` and `--set server.port=null` remove a default, which files/defaults.yaml gives back;
a null inside a free-form map, such as nodeSelector, removes that entry. Every template calls this first, since the order of templates is Helm's; all share .Values, so that only the first call has work. */}}
{{- define "llm-predictor.defaults" -}}
{{- if not (hasKey . "defaultsAreSet") -}}
{{- $_ := set . "defaultsAreSet" true -}}
{{- include "llm-predictor.setDefaults" . -}}
{{- end -}}
{{- end }}

{{- define "llm-predictor.setDefaults" -}}
{{- $defaults := .Files.Get "files/defaults.yaml" | fromYaml -}}
{{- $missing := dict -}}
{{- range $path, $default := $defaults.nullable -}}
{{- $section := splitList "." $path | first -}}
{{- if not (kindIs "map" (get $.Values $section)) -}}{{- $_ := set $missing $path $default -}}{{- end -}}
{{- end -}}
{{- range $path, $default := merge $missing $defaults.values -}}
{{- $parts := splitList "." $path -}}
{{- $node := $.Values -}}
{{- range initial $parts -}}
{{- if not (kindIs "map" (get $node .)) -}}{{- $_ := set $node . dict -}}{{- end -}}
{{- $node = get $node . -}}
{{- end -}}
{{- $given := get $node (last $parts) -}}
{{- if kindIs "map" $given -}}
{{- $_ := set $node (last $parts) (include "llm-predictor.withoutNulls" $given | fromYaml) -}}
{{- else if or (kindIs "invalid" $given) (not (hasKey $node (last $parts))) -}}
{{- $_ := set $node (last $parts) $default -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* A map without the entries that are null, at every depth of maps. */}}
{{- define "llm-predictor.withoutNulls" -}}
{{- $kept := dict -}}
{{- range $key, $value := . -}}
{{- if kindIs "map" $value -}}
{{- $_ := set $kept $key (include "llm-predictor.withoutNulls" $value | fromYaml) -}}
{{- else if not (kindIs "invalid" $value) -}}
{{- $_ := set $kept $key $value -}}
{{- end -}}
{{- end -}}
{{- toYaml $kept -}}
{{- end }}

{{/* A map without the entries that are null or "", at every depth of maps: under `canary` both mean "as in the stable version". */}}
{{- define "llm-predictor.withoutEmpty" -}}
{{- $kept := dict -}}
{{- range $key, $value := . -}}
{{- if kindIs "map" $value -}}
{{- $inner := include "llm-predictor.withoutEmpty" $value | fromYaml -}}
{{- if $inner -}}{{- $_ := set $kept $key $inner -}}{{- end -}}
{{- else if not (or (kindIs "invalid" $value) (and (kindIs "string" $value) (eq $value ""))) -}}
{{- $_ := set $kept $key $value -}}
{{- end -}}
{{- end -}}
{{- toYaml $kept -}}
{{- end }}

{{/* The values as the canary has them, as YAML. A model named for the canary replaces where the stable one comes from, and a variable in
canary.extraEnv replaces the stable one of that name. */}}
{{- define "llm-predictor.canaryValues" -}}
{{- $values := deepCopy .Values -}}
{{- $canary := include "llm-predictor.withoutEmpty" (pick .Values.canary "image" "model" "engine") | fromYaml -}}
{{- $model := get $canary "model" | default dict -}}
{{- if or (get $model "id") (get $model "pvcPath") (get $model "storageUri") -}}
{{- $_ := mergeOverwrite $values.model (dict "id" "" "pvcPath" "" "storageUri" "" "revision" "") -}}
{{- end -}}
{{- $image := get $canary "image" | default dict -}}
{{- if and (get $image "tag") (not (get $image "digest")) -}}
{{- $_ := set $values.image "digest" "" -}}
{{- end -}}
{{- range $part := list "image" "model" "engine" -}}
{{- $_ := mergeOverwrite (get $values $part) (get $canary $part | default dict) -}}
{{- end -}}
{{- $own := list -}}
{{- range .Values.canary.extraEnv -}}{{- $own = append $own .name -}}{{- end -}}
{{- $env := list -}}
{{- range $values.extraEnv -}}{{- if not (has .name $own) -}}{{- $env = append $env . -}}{{- end -}}{{- end -}}
{{- $_ := set $values "extraEnv" (concat $env .Values.canary.extraEnv) -}}
{{- toYaml $values -}}
{{- end }}
