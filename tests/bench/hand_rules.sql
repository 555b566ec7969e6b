-- The rules by hand that hold whoever acts, as unique indexes and triggers.
--
-- Within one statement 'now' is one instant: that is how a trigger tells the time that another trigger
-- sets from one that somebody would like to have been.

-- The indexes are those of usher_user.
CREATE UNIQUE INDEX hand_user_email
    ON hand_user (email, account_id, iif(discarded_at IS NULL, 0, number));
CREATE INDEX hand_user_created ON hand_user (created_at, id);
CREATE INDEX hand_user_account ON hand_user (account_id, created_at, id);
CREATE UNIQUE INDEX hand_user_access ON hand_user (access_id);
CREATE UNIQUE INDEX hand_user_recipient ON hand_user (recipient);
CREATE INDEX hand_user_mailed ON hand_user (account_id) WHERE notifications <> '[]';

-- What follows from elsewhere is not for a statement to say.
CREATE TRIGGER hand_user_kept
BEFORE UPDATE OF number, id, account_id, disk_space_used, last_login_at, last_read_at,
                 activated_at, erased_at, service, access_id, created_at
ON hand_user
BEGIN
    SELECT RAISE(ABORT, 'forbidden: this column cannot be set');
END;

CREATE TRIGGER hand_user_times BEFORE UPDATE OF updated_at, updated_by, discarded_at ON hand_user
WHEN NEW.updated_at <> strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
     OR NEW.discarded_at <> NEW.updated_at
BEGIN
    SELECT RAISE(ABORT, 'forbidden: this time is not for a statement to say');
END;

CREATE TRIGGER hand_user_disabled_at BEFORE UPDATE OF disabled_at ON hand_user
WHEN NEW.disabled_at IS NOT OLD.disabled_at
     AND NEW.disabled_at <> strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
BEGIN
    SELECT RAISE(ABORT, 'forbidden: this time is not for a statement to say');
END;

CREATE TRIGGER hand_user_creator BEFORE UPDATE OF created_by ON hand_user
WHEN OLD.created_at <> strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
BEGIN
    SELECT RAISE(ABORT, 'forbidden: this column cannot be set');
END;

CREATE TRIGGER hand_user_verified BEFORE UPDATE OF verified_email ON hand_user
WHEN NEW.verified_email = 1
     OR NEW.updated_at IS NOT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
BEGIN
    SELECT RAISE(ABORT, 'forbidden: this column cannot be set');
END;

CREATE TRIGGER hand_user_deleted BEFORE UPDATE ON hand_user
WHEN OLD.discarded_at IS NOT NULL OR OLD.service = 1
BEGIN
    SELECT RAISE(ABORT, 'conflict: the user is deleted, or that of an API key');
END;

-- Direct creation is a policy of the account; an e-mail is taken once among the account's members; an
-- API key of this id would have the rights of the user.
CREATE TRIGGER hand_user_new BEFORE INSERT ON hand_user
BEGIN
    SELECT RAISE(ABORT, 'missing: there is no such account')
    WHERE NOT EXISTS (SELECT 1 FROM usher_account WHERE id = NEW.account_id);
    SELECT RAISE(ABORT, 'forbidden: a user is created by accepting an invite')
    WHERE (SELECT value FROM usher_setting
           WHERE scope_id = NEW.account_id AND key = 'users.direct_creation'
             AND scope = 'account') IS NOT 'true';
    SELECT RAISE(ABORT, 'forbidden: this column cannot be set')
    WHERE NEW.activated_at IS NOT NULL OR NEW.discarded_at IS NOT NULL OR NEW.erased_at IS NOT NULL
       OR NEW.verified_email = 1 OR NEW.disk_space_used <> 0 OR NEW.last_login_at IS NOT NULL
       OR NEW.last_read_at IS NOT NULL OR NEW.service = 1 OR NEW.created_by IS NOT NULL
       OR NEW.updated_by IS NOT NULL
       OR NEW.updated_at IS NOT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
       OR NEW.disabled_at IS NOT NULL AND NEW.disabled_at <> NEW.updated_at;
    SELECT RAISE(ABORT, 'conflict: the e-mail is taken')
    FROM hand_user AS u INDEXED BY hand_user_email
    CROSS JOIN hand_membership AS m ON m.user_id = u.id
    WHERE u.email = NEW.email AND u.discarded_at IS NULL AND m.account_id = NEW.account_id;
    SELECT RAISE(ABORT, 'conflict: the id is taken')
    WHERE EXISTS (SELECT 1 FROM hand_api_key WHERE id = NEW.id);
END;

-- An address is changed where the account allows it, and is to be shown to be theirs again.
CREATE TRIGGER hand_user_email_free BEFORE UPDATE OF email ON hand_user
BEGIN
    SELECT RAISE(ABORT, 'invalid: the e-mail cannot be changed')
    WHERE (SELECT value FROM usher_setting
           WHERE scope_id = OLD.account_id AND key = 'users.email_change'
             AND scope = 'account') IS NOT 'true';
    SELECT RAISE(ABORT, 'conflict: the e-mail is taken')
    FROM hand_user AS u INDEXED BY hand_user_email
    CROSS JOIN hand_membership AS m ON m.user_id = u.id
    WHERE u.email = NEW.email AND u.discarded_at IS NULL AND u.number <> OLD.number
      AND m.account_id IN (SELECT account_id FROM hand_membership WHERE user_id = OLD.id);
END;

CREATE TRIGGER hand_user_email_changed AFTER UPDATE OF email ON hand_user
WHEN NEW.email IS NOT OLD.email
BEGIN
    DELETE FROM hand_ticket WHERE user_id = NEW.id;
    DELETE FROM hand_outbox WHERE user_id = NEW.id;
END;

-- Sessions end with the right to sign in; an account keeps an owner.
CREATE TRIGGER hand_user_disabled AFTER UPDATE OF disabled_at ON hand_user
WHEN NEW.disabled_at IS NOT NULL AND OLD.disabled_at IS NULL
BEGIN
    SELECT RAISE(ABORT, 'last_owner: the account must keep an active owner')
    WHERE OLD.activated_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM hand_bereft WHERE user_id = NEW.id);
    DELETE FROM hand_session_past
    WHERE session_id IN (SELECT id FROM hand_session WHERE user_id = NEW.id);
    DELETE FROM hand_session WHERE user_id = NEW.id;
END;

CREATE TRIGGER hand_user_by_sso AFTER UPDATE OF authentication ON hand_user
WHEN NEW.authentication = 'sso'
BEGIN
    DELETE FROM hand_password WHERE user_id = NEW.id;
    DELETE FROM hand_totp WHERE user_id = NEW.id;
    DELETE FROM hand_recovery_code WHERE user_id = NEW.id;
END;

-- A role that there is, of the account or for everybody; an account keeps an owner.
CREATE TRIGGER hand_membership_role BEFORE UPDATE OF role_id ON hand_membership
BEGIN
    SELECT RAISE(ABORT, 'invalid: there is no such role')
    WHERE NOT EXISTS (SELECT 1 FROM usher_role WHERE id = NEW.role_id
                      AND (account_id IS NULL OR account_id = NEW.account_id));
END;

CREATE TRIGGER hand_membership_owner AFTER UPDATE OF role_id ON hand_membership
WHEN OLD.role_id = '00000000-0000-7000-8000-000000000001' AND NEW.role_id <> OLD.role_id
BEGIN
    SELECT RAISE(ABORT, 'last_owner: the account must keep an active owner')
    WHERE NOT EXISTS (
        SELECT 1 FROM hand_membership AS m JOIN hand_user AS u ON u.id = m.user_id
        WHERE m.account_id = OLD.account_id AND m.role_id = OLD.role_id
          AND u.activated_at IS NOT NULL AND u.disabled_at IS NULL AND u.discarded_at IS NULL
          AND u.service = 0);
END;
