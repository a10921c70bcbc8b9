"""Many articles -> partitioned Parquet, through the very same ``audit``; on one machine or on a Dask cluster.

The work is cut into parts in a fixed order. A part's name is the digest of what it holds and of what judges it, and a
part is written whole or not at all: run again, whatever is there is left alone, so nothing is written twice.
"""

from auditor.batch.engines import run_batch as run_batch
from auditor.batch.jobs import BatchSettings as BatchSettings
from auditor.batch.jobs import Job as Job
from auditor.batch.jobs import find_jobs as find_jobs
from auditor.batch.parts import load_parts as load_parts
