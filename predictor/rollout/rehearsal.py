"""A cluster that is looked at but not changed, for --dry-run."""

import logging

from predictor.rollout.cluster import KubernetesCluster
from predictor.rollout.plan import PlanError
from predictor.rollout.sides import Pod, View

log = logging.getLogger("predictor.rollout")


class Rehearsal:
    """Judges the share that the canary has now; what would be done is logged."""

    def __init__(self, cluster: KubernetesCluster) -> None:
        self.cluster = cluster
        self.share = cluster.view().share
        if not 0 < self.share < 100:
            raise PlanError(f"--dry-run judges the canary at the share that it has, which is {self.share} %: give it one first")

    def view(self) -> View:
        """The real one."""
        return self.cluster.view()

    def scrape(self, pod: Pod) -> str:
        """The real one."""
        return self.cluster.scrape(pod)

    def set_share(self, share: int, mirror_percent: int = 0) -> None:
        """Only logged."""
        if share != self.share:
            log.info("dry run: would give the canary %s %%", share)

    def event(self, reason: str, message: str, warning: bool = False) -> None:
        """Only logged, by the judge."""

    def condition(self, status: str, reason: str, message: str) -> None:
        """Only logged, by the judge."""

    def load(self) -> str:
        """A dry run goes on from nowhere."""
        return ""

    def save(self, state: str) -> str:
        """Nothing is kept."""
        return ""
