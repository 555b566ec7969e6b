-- What a connection of the hand-written rules needs: who acts, what they see, and the rules that ask
-- who acts. A trigger of `main` cannot see what is the connection's own, so these are TEMP.
--
-- What users has here and in hand_rules.sql: the form of columns, permissions by role, the rank of
-- whoever is changed, what one may change of oneself, row security, masks of private columns, the
-- policies of the account, one e-mail an account, the last owner, soft deletion, what ends with a
-- user, the audit log with the columns that changed, the time and the author of a change.
--
-- What it has not, and usher has:
--
--   the chained hashes of the audit log, keyed and salted: SQL has no hash
--   API keys that act with scopes of their own, and act_as() with a real actor beside it
--   who shares a channel sees one another; a guest's columns of home are masked
--   how a user becomes active: invites, tokens and mail (by hand in C: operations_invite.c)
--   a new user's role in the same INSERT: it is `user`, until hand_membership is updated
--   settings with types and defaults: what is compared here is the account's own value
--   numbers that a driver bound as REAL or TEXT; times with an offset; errors that name a field

CREATE TEMP TABLE hand_actor (user_id TEXT);
INSERT INTO temp.hand_actor VALUES (NULL); -- the system

-- ----------------------------------------------------------------------- what one sees

CREATE TEMP VIEW hand_seen AS
SELECT u.*,
       (SELECT user_id FROM temp.hand_actor) IS NULL
       OR u.id = (SELECT user_id FROM temp.hand_actor)
       OR u.account_id IN (SELECT account_id FROM main.hand_held
                           WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                             AND permission = 'users.read_private') AS private
FROM main.hand_user AS u
WHERE (SELECT user_id FROM temp.hand_actor) IS NULL
   OR u.id = (SELECT user_id FROM temp.hand_actor)
   OR u.account_id IN (SELECT account_id FROM main.hand_held
                       WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                         AND permission = 'users.read')
   OR u.id IN (SELECT m.user_id FROM main.hand_membership AS m
               WHERE m.home = 0
                 AND m.account_id IN (SELECT account_id FROM main.hand_held
                                      WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                                        AND permission = 'users.read'));

CREATE TEMP VIEW hand_users AS
SELECT u.number, u.id, u.account_id, u.email,
       ifnull(u.name, nullif(trim(ifnull(u.first_name, '') || ' ' || ifnull(u.last_name, '')), ''))
           AS name,
       CASE WHEN u.discarded_at IS NOT NULL THEN 'deleted'
            WHEN u.disabled_at IS NOT NULL THEN 'deactivated'
            WHEN u.activated_at IS NOT NULL THEN 'active'
            WHEN EXISTS (SELECT 1 FROM main.hand_invite AS i
                         WHERE i.email = u.email AND i.account_id = u.account_id
                           AND i.accepted_at IS NULL AND i.declined_at IS NULL
                           AND i.revoked_at IS NULL
                           AND i.expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) THEN 'invited'
            ELSE 'created' END AS status,
       u.disabled_at IS NULL AS enabled,
       (SELECT r.name FROM main.hand_membership AS m JOIN main.usher_role AS r ON r.id = m.role_id
        WHERE m.user_id = u.id AND m.account_id = u.account_id) AS role,
       u.first_name, u.last_name, u.locale, u.avatar,
       iif(u.private, u.authentication, NULL) AS authentication,
       iif(u.private, u.mfa_required, NULL) AS mfa_required,
       iif(u.private, u.verified_email, NULL) AS verified_email,
       iif(u.private, u.notifications, NULL) AS notifications,
       iif(u.private, u.email_notifications, NULL) AS email_notifications,
       iif(u.private, u.disk_space, NULL) AS disk_space,
       iif(u.private, u.disk_space_used, NULL) AS disk_space_used,
       iif(u.private, u.terms_agreed, NULL) AS terms_agreed, u.company, u.about, u.job_title,
       iif(u.private, u.phone_number, NULL) AS phone_number,
       iif(u.private, u.favorites, NULL) AS favorites,
       iif(u.private, u.group_asset_access, NULL) AS group_asset_access,
       iif(u.private, u.access_id, NULL) AS access_id,
       iif(u.private, u.last_login_at, NULL) AS last_login_at,
       iif(u.private, u.last_read_at, NULL) AS last_read_at, u.discarded_at, u.created_by,
       u.created_at, u.updated_by, u.updated_at
FROM temp.hand_seen AS u;

CREATE TEMP VIEW hand_unread AS
SELECT u.id,
       (SELECT count(*) FROM main.usher_notification_state AS s
        WHERE s.user_id = u.id AND s.read = 0 AND s.disposed_at IS NULL)
       + (SELECT count(*) FROM main.usher_inbox_new_user AS n WHERE n.user_id = u.id)
       + (SELECT count(*) FROM main.usher_inbox_new_team AS n WHERE n.user_id = u.id)
       + (SELECT count(*) FROM main.usher_inbox_new_account AS n WHERE n.user_id = u.id)
       + (SELECT count(*) FROM main.usher_inbox_new_all AS n WHERE n.user_id = u.id) AS unread
FROM temp.hand_seen AS u;

-- The same in parts, each of which an index answers: who knows how SQLite plans OR and what it takes for
-- constant writes it so. The system's part costs nothing where somebody acts, and the other way round;
-- but no part comes in an order that a page could use. Only the columns that are measured are here.
CREATE TEMP VIEW hand_users_split AS
SELECT u.id, u.email, ifnull(u.name, nullif(trim(ifnull(u.first_name, '') || ' '
                                                 || ifnull(u.last_name, '')), '')) AS name,
       u.locale, u.created_at
FROM temp.hand_actor AS a CROSS JOIN main.hand_user AS u
WHERE a.user_id IS NULL
UNION ALL
SELECT u.id, u.email, ifnull(u.name, nullif(trim(ifnull(u.first_name, '') || ' '
                                                 || ifnull(u.last_name, '')), '')) AS name,
       u.locale, u.created_at
FROM temp.hand_actor AS a CROSS JOIN main.hand_user AS u
WHERE u.id = a.user_id
   OR u.account_id IN (SELECT account_id FROM main.hand_held
                       WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                         AND permission = 'users.read')
   OR u.id IN (SELECT m.user_id FROM main.hand_membership AS m
               WHERE m.home = 0
                 AND m.account_id IN (SELECT account_id FROM main.hand_held
                                      WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                                        AND permission = 'users.read'));

-- ------------------------------------------------------------------------ what one may

CREATE TEMP TRIGGER hand_may_insert BEFORE INSERT ON main.hand_user
WHEN (SELECT user_id FROM temp.hand_actor) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'forbidden: this needs the permission users.create')
    WHERE NOT EXISTS (SELECT 1 FROM main.hand_held
                      WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                        AND account_id = NEW.account_id AND permission = 'users.create')
       OR NEW.created_at <> NEW.updated_at;
    -- Nobody grants what they do not have: of the role user.
    SELECT RAISE(ABORT, 'forbidden: the role holds permissions that whoever acts does not have')
    WHERE EXISTS (SELECT permission FROM main.usher_role_permission
                  WHERE role_id = '00000000-0000-7000-8000-000000000005'
                  EXCEPT
                  SELECT permission FROM main.hand_held
                  WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                    AND account_id = NEW.account_id);
END;

-- A row that one does not see is not there. Of oneself one changes the profile; what else there is, and
-- of others, needs a permission and a rank that is not below theirs.
CREATE TEMP TRIGGER hand_may_update BEFORE UPDATE ON main.hand_user
WHEN (SELECT user_id FROM temp.hand_actor) IS NOT NULL
BEGIN
    SELECT RAISE(IGNORE)
    WHERE OLD.id <> (SELECT user_id FROM temp.hand_actor)
      AND NOT EXISTS (SELECT 1
                      FROM main.hand_membership AS m
                      JOIN main.hand_held AS h ON h.account_id = m.account_id
                      WHERE m.user_id = OLD.id
                        AND h.user_id = (SELECT user_id FROM temp.hand_actor)
                        AND h.permission = 'users.read');
    SELECT RAISE(ABORT, 'forbidden: this needs the permission users.update')
    WHERE (NEW.email IS NOT OLD.email OR NEW.authentication IS NOT OLD.authentication OR
              NEW.mfa_required IS NOT OLD.mfa_required OR NEW.disk_space IS NOT OLD.disk_space
              OR NEW.group_asset_access IS NOT OLD.group_asset_access
           OR OLD.id <> (SELECT user_id FROM temp.hand_actor)
              AND (NEW.name IS NOT OLD.name OR NEW.first_name IS NOT OLD.first_name OR
              NEW.last_name IS NOT OLD.last_name OR NEW.locale IS NOT OLD.locale OR
              NEW.avatar IS NOT OLD.avatar OR NEW.notifications IS NOT OLD.notifications OR
              NEW.email_notifications IS NOT OLD.email_notifications OR
              NEW.terms_agreed IS NOT OLD.terms_agreed OR NEW.company IS NOT OLD.company OR
              NEW.about IS NOT OLD.about OR NEW.job_title IS NOT OLD.job_title OR
              NEW.phone_number IS NOT OLD.phone_number OR NEW.favorites IS NOT OLD.favorites))
      AND NOT EXISTS (SELECT 1 FROM main.hand_held
                      WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                        AND account_id = OLD.account_id AND permission = 'users.update');
    SELECT RAISE(ABORT, 'forbidden: this needs the permission users.disable, and of another')
    WHERE (NEW.disabled_at IS NULL) <> (OLD.disabled_at IS NULL)
      AND (OLD.id = (SELECT user_id FROM temp.hand_actor)
           OR NOT EXISTS (SELECT 1 FROM main.hand_held
                          WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                            AND account_id = OLD.account_id AND permission = 'users.disable'));
    SELECT RAISE(ABORT, 'forbidden: the role holds permissions that whoever acts does not have')
    WHERE OLD.id <> (SELECT user_id FROM temp.hand_actor)
      AND EXISTS (SELECT p.permission
                  FROM main.hand_membership AS m
                  JOIN main.usher_role_permission AS p ON p.role_id = m.role_id
                  WHERE m.user_id = OLD.id AND m.account_id = OLD.account_id
                  EXCEPT
                  SELECT permission FROM main.hand_held
                  WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                    AND account_id = OLD.account_id);
END;

CREATE TEMP TRIGGER hand_may_change_role BEFORE UPDATE OF role_id ON main.hand_membership
WHEN (SELECT user_id FROM temp.hand_actor) IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'forbidden: this needs the permission users.role, and of another')
    WHERE OLD.user_id = (SELECT user_id FROM temp.hand_actor)
       OR NOT EXISTS (SELECT 1 FROM main.hand_held
                      WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                        AND account_id = OLD.account_id AND permission = 'users.role');
    SELECT RAISE(ABORT, 'forbidden: the role holds permissions that whoever acts does not have')
    WHERE EXISTS (SELECT permission FROM main.usher_role_permission
                  WHERE role_id IN (OLD.role_id, NEW.role_id)
                  EXCEPT
                  SELECT permission FROM main.hand_held
                  WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                    AND account_id = OLD.account_id);
END;

-- ------------------------------------------------------------------- what is recorded

CREATE TEMP TRIGGER hand_user_created AFTER INSERT ON main.hand_user
BEGIN
    UPDATE hand_user
    SET created_by = (SELECT user_id FROM temp.hand_actor),
        updated_by = (SELECT user_id FROM temp.hand_actor)
    WHERE number = NEW.number AND (SELECT user_id FROM temp.hand_actor) IS NOT NULL;
    -- The quota is the account's, unless another was given.
    UPDATE hand_user
    SET disk_space = (SELECT CAST(value AS INTEGER) FROM main.usher_setting
                      WHERE scope_id = NEW.account_id AND key = 'storage.quota'
                        AND scope = 'account')
    WHERE number = NEW.number AND disk_space = 524288000
      AND EXISTS (SELECT 1 FROM main.usher_setting
                  WHERE scope_id = NEW.account_id AND key = 'storage.quota'
                    AND scope = 'account');
    INSERT INTO hand_membership (id, user_id, account_id, role_id, created_by, created_at,
                                      updated_by, updated_at)
    VALUES (printf('%08x-%04x-7%.3s-8%.3s-%s',
                   CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) >> 16,
                   CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) & 65535,
                   lower(hex(randomblob(2))), lower(hex(randomblob(2))), lower(hex(randomblob(6)))),
            NEW.id, NEW.account_id, '00000000-0000-7000-8000-000000000005',
            (SELECT user_id FROM temp.hand_actor), NEW.updated_at,
            (SELECT user_id FROM temp.hand_actor), NEW.updated_at);
    INSERT INTO hand_audit (created_at, real_actor, actor, action, object_type, object_id,
                                 account_id, after)
    SELECT NEW.updated_at, a.name, a.name, 'user.create', 'users', NEW.id, NEW.account_id,
        json_patch('{}', json_object('name', NEW.name, 'first_name', NEW.first_name, 'last_name', NEW.last_name,
        'enabled', iif(NEW.disabled_at IS NULL, NULL, 0), 'locale', NEW.locale,
        'avatar', NEW.avatar, 'authentication', nullif(NEW.authentication, 'password'),
        'mfa_required', nullif(NEW.mfa_required, 0),
        'notifications', json(nullif(NEW.notifications, '[]')),
        'email_notifications', nullif(NEW.email_notifications, 1),
        'disk_space', nullif(NEW.disk_space, 524288000),
        'terms_agreed', nullif(NEW.terms_agreed, 0), 'company', NEW.company, 'about', NEW.about,
        'job_title', NEW.job_title, 'phone_number', NEW.phone_number,
        'favorites', json(nullif(NEW.favorites, '[]')),
        'group_asset_access', nullif(NEW.group_asset_access, 1), 'email', NEW.email,
        'role', 'user'))
    FROM (SELECT ifnull(user_id, 'system') AS name FROM temp.hand_actor) AS a;
END;

CREATE TEMP TRIGGER hand_user_changed
AFTER UPDATE OF email, name, first_name, last_name, locale, avatar, authentication,
                mfa_required, notifications, email_notifications, disk_space, terms_agreed,
                company, about, job_title, phone_number, favorites, group_asset_access,
                disabled_at
ON main.hand_user
BEGIN
    UPDATE hand_user
    SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        updated_by = (SELECT user_id FROM temp.hand_actor)
    WHERE number = NEW.number;
    INSERT INTO hand_audit (created_at, real_actor, actor, action, object_type, object_id,
                                 account_id, before, after)
    SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), a.name, a.name, 'user.update', 'users', NEW.id,
        NEW.account_id,
        '{' || substr(iif(OLD.email COLLATE BINARY IS NOT NEW.email, ',"email":' || json_quote(OLD.email), '')
        || iif(OLD.name IS NOT NEW.name, ',"name":' || json_quote(ifnull(OLD.name, nullif(trim(ifnull(OLD.first_name, '')
               || ' ' || ifnull(OLD.last_name, '')), ''))), '')
        || iif(OLD.first_name IS NOT NEW.first_name, ',"first_name":' || json_quote(OLD.first_name), '')
        || iif(OLD.last_name IS NOT NEW.last_name, ',"last_name":' || json_quote(OLD.last_name), '')
        || iif((OLD.disabled_at IS NULL) <> (NEW.disabled_at IS NULL), ',"enabled":' || (OLD.disabled_at IS NULL), '')
        || iif(OLD.locale IS NOT NEW.locale, ',"locale":' || json_quote(OLD.locale), '')
        || iif(OLD.avatar IS NOT NEW.avatar, ',"avatar":' || json_quote(OLD.avatar), '')
        || iif(OLD.authentication IS NOT NEW.authentication, ',"authentication":' || json_quote(OLD.authentication), '')
        || iif(OLD.mfa_required IS NOT NEW.mfa_required, ',"mfa_required":' || json_quote(OLD.mfa_required), '')
        || iif(OLD.notifications IS NOT NEW.notifications, ',"notifications":' || OLD.notifications, '')
        || iif(OLD.email_notifications IS NOT NEW.email_notifications, ',"email_notifications":' || json_quote(OLD.email_notifications), '')
        || iif(OLD.disk_space IS NOT NEW.disk_space, ',"disk_space":' || json_quote(OLD.disk_space), '')
        || iif(OLD.terms_agreed IS NOT NEW.terms_agreed, ',"terms_agreed":' || json_quote(OLD.terms_agreed), '')
        || iif(OLD.company IS NOT NEW.company, ',"company":' || json_quote(OLD.company), '')
        || iif(OLD.about IS NOT NEW.about, ',"about":' || json_quote(OLD.about), '')
        || iif(OLD.job_title IS NOT NEW.job_title, ',"job_title":' || json_quote(OLD.job_title), '')
        || iif(OLD.phone_number IS NOT NEW.phone_number, ',"phone_number":' || json_quote(OLD.phone_number), '')
        || iif(OLD.favorites IS NOT NEW.favorites, ',"favorites":' || OLD.favorites, '')
        || iif(OLD.group_asset_access IS NOT NEW.group_asset_access, ',"group_asset_access":' || json_quote(OLD.group_asset_access), ''), 2) || '}',
        '{' || substr(iif(OLD.email COLLATE BINARY IS NOT NEW.email, ',"email":' || json_quote(NEW.email), '')
        || iif(OLD.name IS NOT NEW.name, ',"name":' || json_quote(NEW.name), '')
        || iif(OLD.first_name IS NOT NEW.first_name, ',"first_name":' || json_quote(NEW.first_name), '')
        || iif(OLD.last_name IS NOT NEW.last_name, ',"last_name":' || json_quote(NEW.last_name), '')
        || iif((OLD.disabled_at IS NULL) <> (NEW.disabled_at IS NULL), ',"enabled":' || (NEW.disabled_at IS NULL), '')
        || iif(OLD.locale IS NOT NEW.locale, ',"locale":' || json_quote(NEW.locale), '')
        || iif(OLD.avatar IS NOT NEW.avatar, ',"avatar":' || json_quote(NEW.avatar), '')
        || iif(OLD.authentication IS NOT NEW.authentication, ',"authentication":' || json_quote(NEW.authentication), '')
        || iif(OLD.mfa_required IS NOT NEW.mfa_required, ',"mfa_required":' || json_quote(NEW.mfa_required), '')
        || iif(OLD.notifications IS NOT NEW.notifications, ',"notifications":' || NEW.notifications, '')
        || iif(OLD.email_notifications IS NOT NEW.email_notifications, ',"email_notifications":' || json_quote(NEW.email_notifications), '')
        || iif(OLD.disk_space IS NOT NEW.disk_space, ',"disk_space":' || json_quote(NEW.disk_space), '')
        || iif(OLD.terms_agreed IS NOT NEW.terms_agreed, ',"terms_agreed":' || json_quote(NEW.terms_agreed), '')
        || iif(OLD.company IS NOT NEW.company, ',"company":' || json_quote(NEW.company), '')
        || iif(OLD.about IS NOT NEW.about, ',"about":' || json_quote(NEW.about), '')
        || iif(OLD.job_title IS NOT NEW.job_title, ',"job_title":' || json_quote(NEW.job_title), '')
        || iif(OLD.phone_number IS NOT NEW.phone_number, ',"phone_number":' || json_quote(NEW.phone_number), '')
        || iif(OLD.favorites IS NOT NEW.favorites, ',"favorites":' || NEW.favorites, '')
        || iif(OLD.group_asset_access IS NOT NEW.group_asset_access, ',"group_asset_access":' || json_quote(NEW.group_asset_access), ''), 2) || '}'
    FROM (SELECT ifnull(user_id, 'system') AS name FROM temp.hand_actor) AS a;
END;

CREATE TEMP TRIGGER hand_membership_changed AFTER UPDATE OF role_id ON main.hand_membership
WHEN NEW.role_id <> OLD.role_id
BEGIN
    UPDATE hand_membership
    SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        updated_by = (SELECT user_id FROM temp.hand_actor)
    WHERE number = NEW.number;
    INSERT INTO hand_audit (created_at, real_actor, actor, action, object_type, object_id,
                                 account_id, before, after)
    SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), a.name, a.name, 'user.role', 'users', NEW.user_id,
        NEW.account_id,
        json_object('role', (SELECT name FROM main.usher_role WHERE id = OLD.role_id)),
        json_object('role', (SELECT name FROM main.usher_role WHERE id = NEW.role_id))
    FROM (SELECT ifnull(user_id, 'system') AS name FROM temp.hand_actor) AS a;
END;

-- DELETE is soft. With the user end the open invites of their address, and whatever they sign in with
-- or are sent.
CREATE TEMP TRIGGER hand_user_delete BEFORE DELETE ON main.hand_user
BEGIN
    SELECT RAISE(IGNORE)
    WHERE OLD.discarded_at IS NOT NULL
       OR OLD.id <> (SELECT user_id FROM temp.hand_actor)
          AND NOT EXISTS (SELECT 1
                          FROM main.hand_membership AS m
                          JOIN main.hand_held AS h ON h.account_id = m.account_id
                          WHERE m.user_id = OLD.id
                            AND h.user_id = (SELECT user_id FROM temp.hand_actor)
                            AND h.permission = 'users.read');
    SELECT RAISE(ABORT, 'forbidden: this needs the permission users.delete, and a rank')
    WHERE OLD.id <> (SELECT user_id FROM temp.hand_actor)
      AND (NOT EXISTS (SELECT 1 FROM main.hand_held
                       WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                         AND account_id = OLD.account_id AND permission = 'users.delete')
           OR EXISTS (SELECT p.permission
                      FROM main.hand_membership AS m
                      JOIN main.usher_role_permission AS p ON p.role_id = m.role_id
                      WHERE m.user_id = OLD.id AND m.account_id = OLD.account_id
                      EXCEPT
                      SELECT permission FROM main.hand_held
                      WHERE user_id = (SELECT user_id FROM temp.hand_actor)
                        AND account_id = OLD.account_id));
    UPDATE hand_user
    SET discarded_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        updated_by = (SELECT user_id FROM temp.hand_actor)
    WHERE number = OLD.number;
    SELECT RAISE(ABORT, 'last_owner: the account must keep an active owner')
    WHERE OLD.activated_at IS NOT NULL AND OLD.disabled_at IS NULL
      AND EXISTS (SELECT 1 FROM main.hand_bereft WHERE user_id = OLD.id);
    INSERT INTO hand_audit (created_at, real_actor, actor, action, object_type, object_id,
                                 account_id, after)
    SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), a.name, a.name, 'invite.revoke', 'invites', i.id,
        i.account_id, json_object('revoked_at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    FROM main.hand_invite AS i, (SELECT ifnull(user_id, 'system') AS name FROM temp.hand_actor) AS a
    WHERE i.email = OLD.email AND i.account_id = OLD.account_id
      AND i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL;
    UPDATE hand_invite
    SET revoked_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    WHERE email = OLD.email AND account_id = OLD.account_id
      AND accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;
    DELETE FROM hand_session_past
    WHERE session_id IN (SELECT id FROM main.hand_session WHERE user_id = OLD.id);
    DELETE FROM hand_session WHERE user_id = OLD.id;
    DELETE FROM hand_api_key_scope
    WHERE key_id IN (SELECT id FROM main.hand_api_key WHERE user_id = OLD.id);
    DELETE FROM hand_api_key WHERE user_id = OLD.id;
    DELETE FROM hand_ticket WHERE user_id = OLD.id;
    DELETE FROM hand_outbox WHERE user_id = OLD.id;
    INSERT INTO hand_audit (created_at, real_actor, actor, action, object_type, object_id,
                                 account_id, after)
    SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), a.name, a.name, 'user.delete', 'users', OLD.id,
        OLD.account_id, json_object('discarded_at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    FROM (SELECT ifnull(user_id, 'system') AS name FROM temp.hand_actor) AS a;
    SELECT RAISE(IGNORE);
END;
