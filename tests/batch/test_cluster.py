"""The Ray engine on a local cluster of two nodes, one of which is killed while it works."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from batch_runs import assert_same, notice, write_lines

from mingdan.batch.cluster import ray_module
from mingdan.core.errors import MissingExtraError

SCRIPT = """
import sys, threading, time
from pathlib import Path
from ray.cluster_utils import Cluster
import ray
from mingdan.batch import Options, Setup, run_batch

def main(archive, out, kill):
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    second = cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    gone = []

    def tell(progress):
        if kill and not gone and progress.done:
            gone.append(1)
            cluster.remove_node(second, allow_graceful=False)

    options = Options((archive,), Path(out), workers=2, engine="ray", setup=Setup(profile="fast"))
    summary = run_batch(options, tell)
    assert bool(gone) == kill, "the node was not killed"
    assert summary.rows["documents"] == 700, summary

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] == "kill")
"""

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="ray is missing: pip install '.[cluster]'")


def test_without_ray_the_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=r"mingdan\[cluster\]"):
        ray_module()


@needs_ray
@pytest.mark.slow
@pytest.mark.parametrize("kill", ["keep", "kill"])
def test_two_nodes_give_the_tables_of_one_process(tmp_path: Path, kill: str) -> None:
    bank = "澄溪农村商业银行股份有限公司"
    lines = [{"text": notice(bank, [f"第{number}科技有限公司"]), "id": f"d{number}"} for number in range(700)]
    path = write_lines(tmp_path / "a.jsonl", lines)
    script = tmp_path / "nodes.py"
    script.write_text(SCRIPT, "utf-8")
    command = [sys.executable, str(script), str(path), str(tmp_path / "ray"), kill]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    local = [sys.executable, "-m", "mingdan", "batch", str(path), "-o", str(tmp_path / "local"), "--profile", "fast"]
    subprocess.run([*local, "--workers", "1"], check=True, capture_output=True)
    assert_same(tmp_path / "local", tmp_path / "ray")
