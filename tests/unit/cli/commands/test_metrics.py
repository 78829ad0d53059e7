"""`portavoce metrics`: figures of several months, as a table, as CSV and as JSON."""

import csv

import time_machine

from portavoce.measuring.records import Measurements
from portavoce.runtime import aws
from tests.measuring import measured
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell


@time_machine.travel(MORNING, tick=False)
def test_figures_of_several_months_are_one_file_with_one_head(aurora: Shell) -> None:
    for month, likes in ((1, 30), (2, 45)):
        at = MORNING.replace(month=month)
        Measurements(aws.table()).enrol(measured(f"p{month}", at=at, reach=1000, likes=likes))
    months = ("--month", "2027-01", "--month", "2027-02")
    rows = list(csv.DictReader(aurora.run("metrics", *months, "--csv").out.splitlines()))
    told = {row["since"]: row["value"] for row in rows if (row["name"], row["by"]) == ("interactions", "")}
    assert told == {"2027-01-01": "30", "2027-02-01": "45"}
    assert {row["by"] for row in rows} >= {"", "channel", "hour", "weekday", "content_type"}
    found = aurora.run("metrics", *months, "--json").json["items"]
    assert [one["until"] for one in found] == ["2027-01-31", "2027-02-28"]
    assert "2027-01-01 to 2027-01-31" in aurora.run("metrics", *months).out
