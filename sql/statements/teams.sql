-- Teams and who is in them.

-- name: team_account
SELECT account_id FROM main.usher_team WHERE id = ?1;

-- Does user ?2 lead the team?
-- name: team_lead
SELECT 1 FROM main.usher_team_membership WHERE team_id = ?1 AND user_id = ?2 AND role = 'lead';

-- name: team_membership_exists
SELECT 1 FROM main.usher_team_membership WHERE team_id = ?1 AND user_id = ?2;

-- May user ?1 come into team ?2, of account ?3? Deleted; a member of the account; in the team already.
-- name: team_candidate
SELECT u.discarded_at IS NOT NULL,
       EXISTS (SELECT 1 FROM main.usher_membership AS m
               WHERE m.user_id = u.id AND m.account_id = ?3),
       EXISTS (SELECT 1 FROM main.usher_team_membership AS m
               WHERE m.user_id = u.id AND m.team_id = ?2)
FROM main.usher_user AS u WHERE u.id = ?1;

-- Somebody who is in the team.
-- name: team_member_next
SELECT m.number, m.user_id, m.team_id, m.role, t.account_id
FROM main.usher_team_membership AS m
JOIN main.usher_team AS t ON t.id = m.team_id
WHERE m.team_id = ?1
LIMIT 1;

-- A team that user ?1 is in, of account ?2; NULL is any.
-- name: team_of_user_next
SELECT m.number, m.user_id, m.team_id, m.role, t.account_id
FROM main.usher_team_membership AS m
JOIN main.usher_team AS t ON t.id = m.team_id
WHERE m.user_id = ?1 AND (?2 IS NULL OR t.account_id = ?2)
LIMIT 1;

-- name: team_membership_delete
DELETE FROM main.usher_team_membership WHERE number = ?1;

-- Invites into account ?2 lose the team: its id with the comma behind or before it, or alone.
-- name: team_leave_invites
UPDATE main.usher_invite
SET teams = replace(replace(replace(teams, '"' || ?1 || '",', ''), ',"' || ?1 || '"', ''),
                    '"' || ?1 || '"', '')
WHERE account_id = ?2 AND instr(teams, ?1) > 0;

-- name: team_delete
DELETE FROM main.usher_team WHERE number = ?1;
