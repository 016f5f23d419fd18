module envoygatewaywrap

go 1.26.0

require github.com/envoyproxy/gateway v1.8.0
