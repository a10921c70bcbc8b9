"""Many articles -> partitioned Parquet, through the very same ``audit``; on one machine or on a Dask cluster.

The work is cut into parts in a fixed order. A part's name is the digest of what it holds and of what judges it, and a
part is written whole or not at all: run again, whatever is there is left alone, so nothing is written twice. Sources
are joined to articles by an index (``store.corpus``) that is built once a job, so a worker reads only what is cited.

A hundred million articles: an estimate
---------------------------------------
Measured on one core of a busy machine, with the lexical scorer, in seconds of processor time; another scorer has to be
measured anew. Nine references an article, real news pages of 159 kB (33 kB in a WARC), each read when it is cited:

    parse and check an article of 15 sentences                        0.20 s
    nine pages: found and read 1.7 ms, text extracted 48.6 ms each    0.45 s
    the article's own page                                            0.05 s
    together                                                          0.70 s an article

    time      1e8 x 0.70 s = 7.0e7 s = 19,400 core hours; on 1,000 cores 19 hours, 23 if they lose 15 % to each other
    cost      19,400 core hours at 0.04 to 0.08 dollars (what clouds asked in 2026, on demand) = 800 to 1,600 dollars
    index     with three articles to a cited page 1e8 + 3e8 pages: 4e8 x 2.3 ms = 260 core hours, a quarter of an hour
              on 1,000 cores; then one process merges: 4e8 x 555 bytes = 222 GB, written and sorted at 100 MB/s in some
              2 hours
    store     4e8 x 33 kB = 13 TB of WARC; Parquet 1.5 kB (plain articles) to 12 kB an article = 0.15 to 1.2 TB
    workers   50 MB for the index's side, whatever its size, plus one page and one article: 1 GB each is ample
    driver    parts of 64: 1.6 million, some 20 a second, 4,000 given out at a time; 70 bytes an article to know it
              again = 7 GB

What would break first, in this order:

1. The index is one file. 1,400 articles a second look up 12,600 pages; at eight reads of 4 kB each that is 100,000
   reads a second, more than a network's file system gives. Copy it to each node's own disk, or cut it by key.
2. 1.6 million files in one folder: take ``--part-size 1000``.
3. Loading the results: at 50 kB an audit SQLite would hold 5 TB. Load a sample for ``auditor report``; the columns
   beside the bundle answer questions over the whole in any Parquet reader.
4. The driver's memory and its one pass over all inputs: run a job for each tenth of the corpus. The parts are the same.

Nothing is fetched at that size: hosts are asked at a pace that is theirs, so a corpus has to bring its pages along.
"""

from auditor.batch.engines import run_batch as run_batch
from auditor.batch.jobs import BatchSettings as BatchSettings
from auditor.batch.jobs import Job as Job
from auditor.batch.jobs import find_jobs as find_jobs
from auditor.batch.parts import load_parts as load_parts
