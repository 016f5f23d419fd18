"""The cluster's own authority, and a certificate and kubeconfig for each part of the control plane."""

from tests.cluster.paths import NODE, NODE_IP, PKI, RUN
from tests.cluster.process import run

API = "https://127.0.0.1:6443"
CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
API_NAMES = "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.96.0.1,IP:" + NODE_IP
# File name, subject, names of a server.
LEAVES = (
    ("apiserver", "/CN=kube-apiserver", API_NAMES),
    ("admin", "/O=system:masters/CN=admin", ""),
    ("controller-manager", "/CN=system:kube-controller-manager", ""),
    ("scheduler", "/CN=system:kube-scheduler", ""),
    ("kubelet", f"/O=system:nodes/CN=system:node:{NODE}", f"DNS:{NODE},IP:127.0.0.1,IP:{NODE_IP}"),
    ("proxy", "/CN=system:kube-proxy", ""),
    ("webhook", "/CN=webhook", "DNS:localhost,IP:127.0.0.1"),
)
KUBECONFIG = """\
apiVersion: v1
kind: Config
clusters: [{{name: cluster, cluster: {{server: "{api}", certificate-authority: {pki}/ca.crt}}}}]
users: [{{name: {name}, user: {{client-certificate: {pki}/{name}.crt, client-key: {pki}/{name}.key}}}}]
contexts: [{{name: cluster, context: {{cluster: cluster, user: {name}}}}}]
current-context: cluster
"""


def make() -> None:
    """Write run/pki and a kubeconfig for each client; raises ClusterError."""
    PKI.mkdir(parents=True, exist_ok=True)
    run("openssl", "req", "-x509", *CURVE, "-keyout", "ca.key", "-out", "ca.crt", "-days", "30", "-subj", "/CN=test-ca", cwd=PKI)
    for name, subject, names in LEAVES:
        leaf(name, subject, names)
        (RUN / f"{name}.kubeconfig").write_text(KUBECONFIG.format(api=API, pki=PKI, name=name))
    run("openssl", "genrsa", "-out", "service-accounts.key", "2048", cwd=PKI)
    run("openssl", "rsa", "-in", "service-accounts.key", "-pubout", "-out", "service-accounts.pub", cwd=PKI)


def leaf(name: str, subject: str, names: str) -> None:
    """A certificate signed by the authority, for a client and a server."""
    extensions = "keyUsage=digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n" + (
        f"subjectAltName={names}\n" if names else ""
    )
    (PKI / f"{name}.ext").write_text(extensions)
    run("openssl", "req", "-new", *CURVE, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", subject, cwd=PKI)
    sign = ("-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile", f"{name}.ext")
    run("openssl", "x509", "-req", "-in", f"{name}.csr", *sign, "-out", f"{name}.crt", cwd=PKI)
