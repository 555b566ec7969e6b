-- The application's own tables: their permissions, and what their schema says.

-- The owner holds every permission there is, or nobody could grant it.
-- But for what is for API keys only.
-- name: owner_holds_all
INSERT INTO main.usher_role_permission (role_id, permission)
SELECT ?1, name FROM main.usher_permission WHERE name NOT IN ('self.read', 'self.update')
ON CONFLICT DO NOTHING;

-- A virtual table has no page of its own.
-- name: guarded_table
SELECT name, type, rootpage, sql FROM main.sqlite_schema
WHERE name = ?1 COLLATE NOCASE AND type IN ('table', 'view');

-- `hidden`: 2 and 3 are generated columns.
-- name: guarded_columns
SELECT name, type, "notnull", pk, hidden FROM main.pragma_table_xinfo(?1, 'main') ORDER BY cid;

-- name: guarded_is_strict
SELECT 1 FROM main.pragma_table_list(?1) WHERE schema = 'main' AND strict;

-- Whole indexes by their first column, and whether that is all of a unique one.
-- name: guarded_indexes
SELECT x.cid, x.coll,
       i."unique" AND NOT EXISTS (SELECT 1 FROM main.pragma_index_xinfo(i.name, 'main') AS y
                                  WHERE y.key AND y.seqno > 0),
       i.origin = 'pk'
FROM main.pragma_index_list(?1, 'main') AS i
JOIN main.pragma_index_xinfo(i.name, 'main') AS x ON x.seqno = 0
WHERE NOT i.partial;
