"""Carries out a build plan of prank on Spark, with the result that `engine.ts` defines. Started by `prank build`.

Argument: the folder that holds job.json. Writes result.json into it, and after a build near.jsonl and pool.jsonl. Rows
become candidates in prank's own worker, which Spark runs beside each task, so text is handled the same way everywhere.
Everything that compares rows with rows is Spark SQL.
"""

import base64
import json
import os
import sys
from functools import reduce

from pyspark import StorageLevel
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql import types as T

CANDIDATE = (
    "STRUCT<file: INT, row: INT, id: STRING, prompt: STRING, normalized: STRING, kind: STRING, metadata: STRING, "
    "stratum: STRING, length: INT>"
)

# A file is never split: its rows are counted, and values may contain line breaks.
WHOLE = str(1 << 50)
SETTINGS = {
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.files.maxPartitionBytes": WHOLE,
    "spark.sql.files.openCostInBytes": WHOLE,
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.parquet.binaryAsString": "true",
    "spark.sql.parquet.mergeSchema": "false",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}


# Input bytes per partition of what is compared. The runs of near-duplicates take about ten times as much.
PARTITION = 16 * 2**20


def main(folder):
    job = read_json(folder, "job.json")
    builder = SparkSession.builder.appName("prank build")
    for name, value in {**job["conf"], **SETTINGS}.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    for path in job["files"]:
        spark.sparkContext.addFile(path)
    try:
        if "list" in job:
            result = [file for pattern in job["list"] for file in list_files(spark, pattern, job["hash"])]
        else:
            result = {"spark": spark.version, **carry_out(spark, job, folder)}
        write_json(folder, "result.json", result)
    finally:
        spark.stop()


def list_files(spark, pattern, with_hash):
    tell("looks for " + pattern)
    path = spark._jvm.org.apache.hadoop.fs.Path(pattern)
    files = path.getFileSystem(spark._jsc.hadoopConfiguration())
    return [
        {
            "pattern": pattern,
            "url": status.getPath().toString(),
            "sizeBytes": status.getLen(),
            "sha256": hash_of(spark, files.open(status.getPath())) if with_hash else None,
        }
        for status in files.globStatus(path) or []
        if status.isFile()
    ]


def refuse_existing(spark, output):
    """Stops before an hour of work if the output exists: nothing is ever overwritten."""
    path = spark._jvm.org.apache.hadoop.fs.Path(output)
    if path.getFileSystem(spark._jsc.hadoopConfiguration()).exists(path):
        sys.exit(f"Error: {output} is there already; remove it, or take another build.spark.output.")


def hash_of(spark, stream):
    try:
        return spark._jvm.org.apache.commons.codec.digest.DigestUtils.sha256Hex(stream)
    finally:
        stream.close()


def carry_out(spark, job, folder):
    if job["output"] is not None:
        refuse_existing(spark, job["output"])
    choose_partitions(spark, job["bytes"])
    tell("reads the sources")
    sources = read_all(spark, job, "sources").persist(StorageLevel.DISK_ONLY)
    exclude = read_all(spark, job, "exclude").persist(StorageLevel.DISK_ONLY)
    readings = {"sources": readings_of(sources), "exclude": readings_of(exclude)}
    if any("error" in reading for part in readings.values() for reading in part):
        return {"readings": readings}

    tell("looks for duplicates")
    candidates = candidates_of(sources)
    unwanted = candidates_of(exclude).groupBy("id").agg(F.min("source").alias("source"), F.first("normalized").alias("normalized"))
    unwanted.persist(StorageLevel.DISK_ONLY)
    is_unwanted = candidates.join(unwanted.select("id"), "id", "left_semi")
    uniques = drop_duplicates(candidates.join(unwanted.select("id"), "id", "left_anti")).persist(StorageLevel.DISK_ONLY)

    near = []
    if job["near"] is not None:
        tell("looks for near-duplicates")
        near = find_near_duplicates(walked(unwanted, uniques), **job["near"])
        write_lines(folder, "near.jsonl", near)

    tell("draws the sample")
    pool = drop_near_duplicates(spark, uniques, near)
    pool = pool.withColumn("hash", F.sha2(F.concat(F.lit(f"{job['seed']}:"), "id"), 256)).persist(StorageLevel.DISK_ONLY)
    if job["output"] is not None:
        pool.drop("normalized").write.parquet(job["output"])
    drawn = first_of_each(spark, pool, job["bounds"])
    write_lines(folder, "pool.jsonl", (row.asDict() for row in drawn.toLocalIterator()))
    return {
        "readings": readings,
        "candidates": count_by_source(candidates),
        "excluded": count_by_source(is_unwanted),
        "uniques": count_by_source(uniques),
        "available": [list(row) for row in pool.groupBy("source", "stratum").count().collect()],
    }


def choose_partitions(spark, total):
    """As many as the input needs. Spark's own 200 turn seconds of work into minutes, and are too few for terabytes."""
    name = "spark.sql.shuffle.partitions"
    if not spark.sparkContext.getConf().contains(name):
        spark.conf.set(name, str(max(spark.sparkContext.defaultParallelism, total // PARTITION + 1)))


def read_all(spark, job, part):
    """The worker's output for every file: candidates (c), one summary per file (s), or what is wrong with it (e)."""
    outputs = [
        run_worker(spark, job, part, index, position, file, source["names"])
        for index, source in enumerate(job[part])
        for position, file in enumerate(source["files"])
    ]
    nothing = spark.createDataFrame([], f"source INT, file INT, said STRUCT<c: {CANDIDATE}, s: STRING, e: STRING>")
    return reduce(lambda one, other: one.unionAll(other), outputs, nothing)


def run_worker(spark, job, part, source, position, file, names):
    lines, schema = read_parquet(spark, file, names) if file["format"] == "parquet" else (read_text(spark, file), "")
    view = f"{part}_{source}_{position}"
    lines.createOrReplaceTempView(view)
    command = f"{job['node']} spark-worker.mjs {part} {source} {position} {schema}"
    said = spark.sql(f"SELECT TRANSFORM(line) USING '{command}' AS (said STRING) FROM {view}")
    shape = f"c {CANDIDATE}, s STRING, e STRING"
    return said.select(
        F.lit(source).alias("source"), F.lit(position).alias("file"), F.from_json("said", shape).alias("said")
    )


def read_text(spark, file):
    """The bytes of each line as hex digits; the worker decides whether they are text."""
    return spark.read.option("lineSep", "\n").text(file["url"]).select(F.hex("value").alias("line"))


def read_parquet(spark, file, names):
    """Each row as JSON in hex digits, and a description of the columns for the worker."""
    frame = spark.read.parquet(file["url"])
    wanted = [field for field in frame.schema.fields if field.name in names]
    columns = [F.col(quoted(field.name)).cast(as_json(field.dataType)).alias(field.name) for field in wanted]
    row = F.to_json(F.struct(*columns), {"ignoreNullFields": "false"}) if columns else F.lit("{}")
    schema = {"columns": frame.columns, "fields": json.loads(T.StructType(wanted).json())["fields"]}
    return frame.select(F.hex(row).alias("line")), base64.b64encode(json.dumps(schema).encode()).decode()


def as_json(kind):
    """A type that keeps this one exact in JSON."""
    if isinstance(kind, T.StructType):
        return T.StructType([T.StructField(field.name, as_json(field.dataType)) for field in kind.fields])
    if isinstance(kind, T.ArrayType):
        return T.ArrayType(as_json(kind.elementType))
    if isinstance(kind, T.MapType):
        return T.MapType(T.StringType(), as_json(kind.valueType))
    if isinstance(kind, T.FloatType):
        return T.DoubleType()
    if isinstance(kind, (T.LongType, T.DecimalType, T.DateType, T.TimestampType, T.TimestampNTZType)):
        return T.StringType()
    return kind


def readings_of(said):
    rows = said.where("said.c IS NULL").select("source", "file", "said.s", "said.e").collect()
    return [
        {
            "source": row.source,
            "file": row.file,
            **({"error": json.loads(row.e)} if row.s is None else {"reading": json.loads(row.s)}),
        }
        for row in rows
    ]


def candidates_of(said):
    return said.where("said.c IS NOT NULL").select("source", "said.c.*")


def drop_duplicates(candidates):
    """Keeps the first of the candidates with the same id; `others` are the other sources that have it."""
    order = ["source", "prompt", "kind", "metadata", "file", "row", "stratum", "length", "normalized"]
    grouped = candidates.groupBy("id").agg(F.min(F.struct(*order)).alias("best"), F.collect_set("source").alias("sources"))
    return grouped.select("id", "best.*", F.expr("array_sort(array_remove(sources, best.source)) AS others"))


def walked(unwanted, uniques):
    """All texts with a key in walking order: first what must not be in the dataset, then the sources in order."""
    first = unwanted.select(F.concat(F.lit("00000"), "id").alias("key"), "source", "normalized")
    key = F.concat(F.lpad((F.col("source") + 1).cast("string"), 5, "0"), "id")
    return first.unionAll(uniques.select(key.alias("key"), "source", "normalized"))


def find_near_duplicates(texts, words, threshold):
    """The dropped texts, each with the most similar of the kept texts before it."""
    sets = texts.select("key", "source", runs_of(words).alias("runs")).withColumn("n", F.size("runs")).persist(StorageLevel.DISK_ONLY)
    pairs = similar_pairs(sets, threshold).where("NOT startswith(later, '00000')").orderBy("later")
    return walk(pairs.toLocalIterator(prefetchPartitions=True))


def runs_of(words):
    split = F.split("normalized", " ")
    starts = F.sequence(F.lit(1), F.size(split) - words + 1)
    runs = F.transform(starts, lambda start: F.array_join(F.slice(split, start, words), " "))
    return F.when(F.size(split) <= words, F.array("normalized")).otherwise(F.array_distinct(runs))


def similar_pairs(sets, threshold):
    """All pairs that reach the threshold: joined by their rarest runs (Bayardo, Ma, Srikant 2007), compared by all runs."""
    tokens = sets.select("key", "n", F.explode(F.transform("runs", lambda run: F.xxhash64(run))).alias("hash"))
    repeated = tokens.groupBy("hash").agg(F.count("*").alias("frequency")).where("frequency > 1")
    rarest = tokens.join(repeated, "hash", "left").select(
        "key", "n", F.struct(F.coalesce("frequency", F.lit(1)).alias("frequency"), "hash").alias("token")
    )
    # Two sets that reach the threshold differ in at most n - ceil(threshold * n) runs; one more if the product is rounded.
    length = F.col("n") - F.floor(F.col("n") * threshold - 1e-6).cast("int") + 1
    prefix = (
        rarest.groupBy("key", "n")
        .agg(F.sort_array(F.collect_list("token")).alias("tokens"))
        .select("key", "n", F.explode(F.slice("tokens", F.lit(1), length)).alias("token"))
        .where("token.frequency > 1")
        .select("key", "n", "token.hash")
    )
    met = (
        prefix.alias("a")
        .join(prefix.alias("b"), F.expr("a.hash = b.hash AND a.key < b.key"))
        .where(F.expr(f"a.n >= b.n * {threshold!r}D - 1e-6D AND b.n >= a.n * {threshold!r}D - 1e-6D"))
        .select(F.col("a.key").alias("earlier"), F.col("b.key").alias("later"))
        .distinct()
    )
    earlier = sets.select(F.col("key").alias("earlier"), F.col("source").alias("earlier_source"), F.col("runs").alias("a"))
    later = sets.select(F.col("key").alias("later"), F.col("runs").alias("b"))
    shared = F.size(F.array_intersect("a", "b"))
    return (
        met.join(earlier, "earlier")
        .join(later, "later")
        .select("earlier", "earlier_source", "later", (shared / (F.size("a") + F.size("b") - shared)).alias("similarity"))
        .where(F.col("similarity") >= threshold)
    )


def walk(pairs):
    """Walks pairs by their later text, which is dropped if a kept text before it is too similar."""
    dropped, result, best = set(), [], None
    for pair in pairs:
        if best is not None and best.later != pair.later:
            result.append(best)
            dropped.add(best.later)
            best = None
        if pair.earlier in dropped:
            continue
        if best is None or (-pair.similarity, pair.earlier) < (-best.similarity, best.earlier):
            best = pair
    if best is not None:
        result.append(best)
    return [
        {
            "id": pair.later[5:],
            "source": int(pair.later[:5]) - 1,
            "kept_id": pair.earlier[5:],
            "kept_source": pair.earlier_source,
            "is_excluded": pair.earlier.startswith("00000"),
            "similarity": pair.similarity,
        }
        for pair in result
    ]


def drop_near_duplicates(spark, uniques, near):
    """The remaining candidates; `others` also has the sources of what was dropped for each."""
    if not near:
        return uniques
    rows = [(pair["id"], pair["kept_id"], pair["is_excluded"]) for pair in near]
    dropped = spark.createDataFrame(rows, "id STRING, kept_id STRING, is_excluded BOOLEAN")
    sources = (
        dropped.where("NOT is_excluded")
        .join(uniques, "id")
        .groupBy(F.col("kept_id").alias("id"))
        .agg(F.expr("flatten(collect_list(concat(array(source), others))) AS near"))
    )
    others = F.expr("array_sort(array_remove(array_union(others, coalesce(near, array())), source))")
    left = uniques.join(dropped.select("id"), "id", "left_anti").join(sources, "id", "left")
    return left.withColumn("others", others).drop("near")


def first_of_each(spark, pool, bounds):
    """The first of each source and stratum by hash, as many as can be drawn. The sample itself is drawn from these."""
    limits = spark.createDataFrame(list(enumerate(bounds)), "source INT, bound LONG")
    nth = F.row_number().over(Window.partitionBy("source", "stratum").orderBy("hash", "id"))
    bounded = pool.join(F.broadcast(limits), "source").withColumn("nth", nth).where("bound IS NULL OR nth <= bound")
    return bounded.drop("bound", "nth", "normalized")


def count_by_source(frame):
    return [list(row) for row in frame.groupBy("source").count().collect()]


def quoted(name):
    return "`" + name.replace("`", "``") + "`"


def tell(what):
    print("prank: Spark " + what + ".", flush=True)


def read_json(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def write_json(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file)


def write_lines(folder, name, values):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        for value in values:
            file.write(json.dumps(value, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
