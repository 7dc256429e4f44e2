-- The three fleet questions, in the sqlite3 shell, asked in the directory that
-- load.sh filled. The organisation is the name of the file.
CREATE TABLE flows AS
SELECT replace(f.name, '.flows.jsonl', '') AS org, line.value AS doc
FROM fsdir('.') AS f, json_each('[' || replace(rtrim(CAST(f.data AS TEXT), char(10)), char(10), ',') || ']') AS line
WHERE f.name LIKE '%.flows.jsonl';
UPDATE flows SET org = replace(org, './', '');

CREATE TABLE reports AS
SELECT replace(replace(name, '.report.json', ''), './', '') AS org, CAST(data AS TEXT) AS doc
FROM fsdir('.') WHERE name LIKE '%.report.json';

-- 1. Which organisations poll? A loop of kind "polling", by data flow and not by name.
CREATE VIEW polls AS
SELECT org, json_extract(doc, '$.flow.name') AS flow, json_extract(loop.value, '$.name') AS loop, json_extract(loop.value, '$.count') AS count
FROM flows, json_each(doc, '$.flow.loops') AS loop
WHERE json_extract(loop.value, '$.kind') = 'polling';

SELECT org, count(*) AS loops, count(DISTINCT flow) AS flows FROM polls GROUP BY org ORDER BY loops DESC, org;

-- 2. Which are within 20 % of a limit, or over it? Without a traffic figure a limit has no utilisation.
CREATE VIEW near AS
SELECT org, json_extract(l.value, '$.limit.namespace') AS namespace, json_extract(l.value, '$.limit.key') AS key,
       json_extract(l.value, '$.utilisation') AS utilisation
FROM reports, json_each(doc, '$.capacity') AS l
WHERE json_extract(l.value, '$.utilisation') >= 0.8;

SELECT org, namespace, key, round(utilisation, 2) AS utilisation FROM near ORDER BY utilisation DESC, org, key;

-- 3. Which rule fires most?
CREATE VIEW findings AS
SELECT org, json_extract(f.value, '$.rule') AS rule, json_extract(f.value, '$.severity') AS severity, json_extract(f.value, '$.flow') AS flow
FROM reports, json_each(doc, '$.findings') AS f;

SELECT rule, count(*) AS findings, count(DISTINCT org) AS orgs FROM findings GROUP BY rule ORDER BY findings DESC, rule LIMIT 10;
