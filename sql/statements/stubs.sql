-- Stands in for what is being built.

-- name: stub_team
SELECT t.account_id, m.role FROM main.usher_team AS t
LEFT JOIN main.usher_team_membership AS m ON m.team_id = t.id AND m.user_id = ?2
WHERE t.id = ?1;
