"""Brings a stage to AWS by the CDK command line: `python -m infra.deployment --stage prod --mail-from me@a.example`."""

import argparse
import subprocess
import sys
from collections.abc import Sequence

from botocore.exceptions import ClientError

from infra.account import Account, find_account
from infra.assembly import ROOT, StepFailed, assembly, context_of, tool_environment
from infra.stage import Stage, StageError, read_stage

CDK = ROOT / "node_modules/.bin/cdk"


def deploy(wanted: argparse.Namespace) -> None:
    """Bootstrap the account and region if need be, then deploy both stacks.

    Raises:
        StageError, StepFailed: what was given, found or answered does not allow it; nothing more was done.
    """
    given = {"media_sources": wanted.media_sources, "reserved": wanted.reserved, "draft_models": wanted.draft_models}
    stage = read_stage(context_of(wanted.stage, wanted.mail_from, **given).get)
    if stage.is_local:
        raise StepFailed(
            "Stage local is the demo on this machine: start it with `make demo`, or name another, as in STAGE=dev."
        )
    account = find_account()
    sender = wanted.mail_from or _deployed_sender(account, stage)
    if sender is None:
        example = f"make deploy STAGE={stage.name} MAIL_FROM=you@your-firm.example"
        raise StepFailed(f"The first deployment of a stage names the sender of its e-mails: {example}")
    sys.stdout.write(f"{stage.prefix}: account {account.id}, region {account.region}, e-mails from {sender}\n")
    folder = assembly(stage.name, sender, **given)
    cdk = [str(CDK), "--no-notices", "--app", str(folder)]
    _call([*cdk, "bootstrap", account.environment], account)
    _call([*cdk, "deploy", "--all", *(["--require-approval", "never"] if wanted.yes else [])], account)
    sys.stdout.write(f"\nDeployed. What is left to do: .venv/bin/portavoce doctor --stage {stage.name}\n")


def _deployed_sender(account: Account, stage: Stage) -> str | None:
    try:
        stacks = account.session.client("cloudformation").describe_stacks(StackName=f"{stage.prefix}-app")["Stacks"]
    except ClientError:
        return None
    return next((one["OutputValue"] for one in stacks[0].get("Outputs", []) if one["OutputKey"] == "MailFrom"), None)


def _call(command: list[str], account: Account) -> None:
    """The CDK asks and reports on the terminal itself."""
    sys.stdout.flush()
    done = subprocess.run(command, cwd=ROOT, env=tool_environment() | account.variables, check=False)
    if done.returncode:
        raise StepFailed("The deployment stopped: the CDK's last lines above say why. Run the same command again.")


def main(arguments: Sequence[str] | None = None) -> int:
    """0: deployed. 1: not, and why."""
    parser = argparse.ArgumentParser(prog="make deploy", description="Bring a stage to your AWS account")
    parser.add_argument("--stage", required=True)
    parser.add_argument("--mail-from", help="the sender of e-mails; a stage that is deployed keeps the one it has")
    parser.add_argument("--media-sources", help="buckets that media may be imported from, separated by commas")
    parser.add_argument(
        "--draft-models", help="models of Amazon Bedrock that may draft answers, separated by commas; none if not given"
    )
    parser.add_argument(
        "--reserved", help="executions kept for functions, as in publish=20,ingest=5; none if not given"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before permissions change")
    try:
        deploy(parser.parse_args(arguments))
    except (StageError, StepFailed) as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted: run the same command again to finish.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
