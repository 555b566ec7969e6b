-- Tables of the application whose rows are files.

-- The table is the one that the triggers are on. Without them: one of that name, if it is there.
-- name: tracked_all
SELECT t.number, t.table_name, t.size_column, t.user_column, t.checksum_column, s.tbl_name,
       (SELECT count(name) FROM main.sqlite_schema
        WHERE type = 'trigger' AND tbl_name = s.tbl_name
          AND name GLOB 'storage_track_' || t.number || '_*'),
       (SELECT name FROM main.sqlite_schema
        WHERE type = 'table' AND name = t.table_name COLLATE NOCASE),
       s.sql
FROM main.usher_tracked AS t
LEFT JOIN main.sqlite_schema AS s
    ON s.type = 'trigger' AND s.name = 'storage_track_' || t.number || '_insert'
WHERE ?1 IS NULL OR t.number = ?1
ORDER BY t.number;

-- Tables that were renamed take their new names in two steps: two may have exchanged theirs.
-- name: tracked_unname
UPDATE main.usher_tracked SET table_name = 'sqlite_' || number
WHERE table_name <> (SELECT s.tbl_name FROM main.sqlite_schema AS s
                     WHERE s.type = 'trigger'
                       AND s.name = 'storage_track_' || usher_tracked.number || '_insert');

-- name: tracked_rename
UPDATE main.usher_tracked
SET table_name = (SELECT s.tbl_name FROM main.sqlite_schema AS s
                  WHERE s.type = 'trigger'
                    AND s.name = 'storage_track_' || usher_tracked.number || '_insert')
WHERE table_name = 'sqlite_' || number;

-- name: tracked_number
SELECT number FROM main.usher_tracked WHERE table_name = ?1;

-- name: tracked_triggers
SELECT name, sql FROM main.sqlite_schema
WHERE type = 'trigger' AND tbl_name = ?2 AND name GLOB 'storage_track_' || ?1 || '_*';

-- name: tracked_forget_rows
DELETE FROM main.usher_tracked_doubt WHERE tracked = ?1;

-- name: tracked_delete
DELETE FROM main.usher_tracked WHERE number = ?1;

-- What the schema says of a table.
-- name: tracked_table
SELECT name, type, wr FROM main.pragma_table_list(?1) WHERE schema = 'main';

-- name: tracked_columns
SELECT name, type, pk FROM main.pragma_table_xinfo(?1, 'main') ORDER BY cid;

-- name: tracked_indexes
SELECT i.name, i.partial, i.origin = 'pk', s.sql
FROM main.pragma_index_list(?1, 'main') AS i
JOIN main.sqlite_schema AS s ON s.type = 'index' AND s.name = i.name
WHERE i."unique"
ORDER BY i.name;

-- name: tracked_index_terms
SELECT name, coll FROM main.pragma_index_xinfo(?1, 'main') WHERE key ORDER BY seqno;
