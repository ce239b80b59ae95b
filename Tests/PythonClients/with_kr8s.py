"""What programs do with kr8s. KUBECONFIG says where."""
import os

import kr8s
from kr8s.objects import ConfigMap, Namespace, Pod

api = kr8s.api(kubeconfig=os.environ["KUBECONFIG"])
NAMESPACE = "kr8s"

Namespace({"metadata": {"name": NAMESPACE}}, api=api).create()
pod = Pod({
    "metadata": {"name": "web", "namespace": NAMESPACE, "labels": {"app": "web"}},
    "spec": {
        "terminationGracePeriodSeconds": 0,
        "containers": [{
            "name": "main", "image": "busybox",
            "command": ["sh", "-c", "echo hello from kr8s; exec sleep 1000"],
        }],
    },
}, api=api)
pod.create()
pod.wait("condition=Ready", timeout=60)
assert pod.ready()
assert "hello from kr8s" in "\n".join(pod.logs())
pod.label(tier="front")
pod.annotate({"note": "x"})
pod.refresh()
assert pod.labels["tier"] == "front" and pod.annotations["note"] == "x"
names = [p.name for p in api.get("pods", namespace=NAMESPACE, label_selector={"app": "web"})]
assert names == ["web"], names
for kind, found in api.watch("pods", namespace=NAMESPACE):
    assert (kind, found.name) == ("ADDED", "web")
    break
config = ConfigMap(
    {"metadata": {"name": "c", "namespace": NAMESPACE}, "data": {"k": "v"}}, api=api)
config.create()
config.patch({"data": {"k": "w"}})
assert next(iter(api.get("configmaps", "c", namespace=NAMESPACE))).data.k == "w"
assert api.version()["major"] == "1"
assert any(r["name"] == "pods" for r in api.api_resources())
pod.delete()
pod.wait("delete", timeout=60)
assert not pod.exists()
Namespace.get(NAMESPACE, api=api).delete()
print("done")
