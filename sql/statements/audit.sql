-- The audit log: a chain of entries, each with a hash over itself and the one before it.

-- What a new entry comes after; and which of the log's keys is in use, for who asks (?1).
-- name: audit_last
SELECT number, hash,
       CASE WHEN ?1 THEN (SELECT id FROM main.usher_audit_key ORDER BY number DESC LIMIT 1) END
FROM main.usher_audit ORDER BY number DESC LIMIT 1;

-- Where the chain begins.
-- name: audit_base
SELECT number, hash, checkpoint FROM main.usher_audit_base WHERE id = 1;

-- name: audit_insert
INSERT INTO main.usher_audit (number, created_at, real_actor, actor, action, object_type, object_id,
                              account_id, before, after, contents, key_number, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- Everything, in order; the last column says whether what was erased is listed by what erased it,
-- in whose `after` stands {"entries":[1,2,3]}.
-- name: audit_entries
SELECT a.number, a.created_at, a.real_actor, a.actor, a.action, a.object_type, a.object_id,
       a.account_id, a.before, a.after, a.contents, a.key_number, a.hash, a.erased_by IS NOT NULL,
       CASE WHEN a.erased_by IS NOT NULL
            THEN (SELECT instr(replace(replace(e.after, '[', ','), ']', ','),
                               ',' || a.number || ',') > 0
                  FROM main.usher_audit AS e
                  WHERE e.number = a.erased_by AND e.action = 'user.erase') END
FROM main.usher_audit AS a
ORDER BY a.number;

-- name: audit_hash
SELECT hash FROM main.usher_audit WHERE number = ?1;

-- The entries of a store that knew no chain, which has none with a hash.
-- name: audit_unchained
SELECT number, created_at, real_actor, actor, action, object_type, object_id, account_id, before,
       after
FROM main.usher_audit
WHERE NOT EXISTS (SELECT 1 FROM main.usher_audit WHERE hash IS NOT NULL)
ORDER BY number;

-- name: audit_chain
UPDATE main.usher_audit SET contents = ?2, hash = ?3 WHERE number = ?1;

-- What was logged of user ?1 goes: of themself, of the keys that they named, and of the invites to
-- e-mail ?2 in account ?3, also of those that were deleted, but not of those that somebody else
-- accepted. It is the next entry that says so.
-- name: audit_erase
UPDATE main.usher_audit
SET before = NULL, after = NULL, contents = substr(contents, 17),
    erased_by = (SELECT max(number) + 1 FROM main.usher_audit)
WHERE (before IS NOT NULL OR after IS NOT NULL) AND action <> 'user.erase' AND number IN (
    SELECT number FROM main.usher_audit WHERE object_id = ?1
    UNION
    SELECT number FROM main.usher_audit
    WHERE object_type = 'api_keys'
      AND object_id IN (SELECT object_id FROM main.usher_audit
                        WHERE object_type = 'api_keys' AND after ->> 'user_id' = ?1)
    UNION
    SELECT number FROM main.usher_audit
    WHERE object_type = 'invites'
      AND object_id IN (SELECT object_id FROM main.usher_audit
                        WHERE object_type = 'invites'
                          AND (after ->> 'user_id' = ?1
                               OR (account_id = ?3 AND (before ->> 'email' = ?2 COLLATE NOCASE
                                                        OR after ->> 'email' = ?2 COLLATE NOCASE))))
      AND object_id NOT IN (SELECT object_id FROM main.usher_audit
                            WHERE object_type = 'invites' AND after ->> 'user_id' <> ?1))
RETURNING number;

-- name: audit_set_base
INSERT INTO main.usher_audit_base (id, number, hash, checkpoint, pruned_at)
VALUES (1, ?1, ?2, ?3, ?4)
ON CONFLICT (id) DO UPDATE
SET number = excluded.number, hash = excluded.hash, checkpoint = excluded.checkpoint,
    pruned_at = excluded.pruned_at;

-- name: audit_count_to
SELECT count(*) FROM main.usher_audit WHERE number <= ?1;

-- name: audit_prune
DELETE FROM main.usher_audit WHERE number <= ?1;
