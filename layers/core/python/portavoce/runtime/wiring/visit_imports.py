"""Visits that other sources count, as the functions read them."""

from functools import cache

from portavoce.brands.analytics.model import AnalyticsRef
from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.visit_rows import VisitReader
from portavoce.runtime import aws
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.channels import visit_reader_for
from portavoce.visits.imports.records import ImportRecords
from portavoce.visits.imports.service import VisitImporter


@cache
def visit_importer() -> VisitImporter:
    """Reads the sources of every brand into this stage's table."""
    return VisitImporter(records=ImportRecords(aws.table()), brands=every_brand, connect=_connect)


def _connect(brand_id: str, ref: AnalyticsRef) -> VisitReader:
    try:
        client: VisitReader = visit_reader_for(ref.platform, f"{brand_id}.{ref.id}", ref.account_id)
    except SecretMissing as error:
        raise ReadRefused(str(error)) from None
    return client
