-- The three fleet questions, in DuckDB, asked in the directory that load.sh filled.
-- The organisation is the name of the file: exports may not know theirs.
CREATE TABLE flows AS
SELECT split_part(parse_filename(filename), '.flows.jsonl', 1) AS org, json AS doc
FROM read_json_objects('*.flows.jsonl', format = 'newline_delimited', filename = true, maximum_object_size = 268435456);

CREATE TABLE reports AS
SELECT split_part(parse_filename(filename), '.report.json', 1) AS org, json AS doc
FROM read_json_objects('*.report.json', format = 'unstructured', filename = true, maximum_object_size = 268435456);

-- 1. Which organisations poll? A loop of kind "polling", by data flow and not by name.
CREATE VIEW polls AS
SELECT org, doc ->> '$.flow.name' AS flow, loop ->> '$.name' AS loop, loop ->> '$.count' AS count
FROM (SELECT org, doc, unnest(from_json(doc -> '$.flow.loops', '["JSON"]')) AS loop FROM flows)
WHERE loop ->> '$.kind' = 'polling';

SELECT org, count(*) AS loops, count(DISTINCT flow) AS flows FROM polls GROUP BY org ORDER BY loops DESC, org;

-- 2. Which are within 20 % of a limit, or over it? Without a traffic figure a limit has no utilisation.
CREATE VIEW near AS
SELECT org, limit_ ->> '$.limit.namespace' AS namespace, limit_ ->> '$.limit.key' AS key,
       (limit_ ->> '$.utilisation')::DOUBLE AS utilisation
FROM (SELECT org, unnest(from_json(doc -> '$.capacity', '["JSON"]')) AS limit_ FROM reports)
WHERE (limit_ ->> '$.utilisation')::DOUBLE >= 0.8;

SELECT org, namespace, key, round(utilisation, 2) AS utilisation FROM near ORDER BY utilisation DESC, org, key;

-- 3. Which rule fires most?
CREATE VIEW findings AS
SELECT org, finding ->> '$.rule' AS rule, finding ->> '$.severity' AS severity, finding ->> '$.flow' AS flow
FROM (SELECT org, unnest(from_json(doc -> '$.findings', '["JSON"]')) AS finding FROM reports);

SELECT rule, count(*) AS findings, count(DISTINCT org) AS orgs FROM findings GROUP BY rule ORDER BY findings DESC, rule LIMIT 10;
