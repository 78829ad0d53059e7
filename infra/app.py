"""The CDK app: two stacks, and the rules of cdk-nag on both. It asks AWS, git and the clock for nothing."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from infra.data_stack import DataStack
from infra.layers import Wheels, archive_of, target_of
from infra.nag import acknowledge_findings
from infra.service_stack import ServiceStack
from infra.stage import Stage, read_stage


def build(app: App, stage: Stage, archives: Mapping[Wheels, Path]) -> tuple[DataStack, ServiceStack]:
    """Both stacks of `stage` in `app`, held to the nag packs; `archives` hold the layers of wheels."""
    # The data stack's exports may not disappear while the service uses them.
    app.node.set_context("@aws-cdk/core:defaultCrossStackReferences", "strong")
    data = DataStack(app, stage)
    service = ServiceStack(app, stage, data, archives)
    acknowledge_findings(data, service)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))
    return data, service


def main() -> None:
    """Synthesise for the stage that the context names."""
    app = App(analytics_reporting=False)
    stage = read_stage(app.node.try_get_context)
    build(app, stage, {wheels: archive_of(wheels, target_of(stage)) for wheels in Wheels})
    app.synth()


if __name__ == "__main__":
    main()
