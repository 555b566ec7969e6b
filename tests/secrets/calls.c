/*
** The calls, in their order. A new function that takes or gives a secret is a row more (or several:
** also what it refuses), and its name, unless it is covered, a pattern more.
*/
#include "secrets.h"

#define ANN "'00000000-0000-4000-8000-0000000000a1'"
#define BOB "'00000000-0000-4000-8000-0000000000a2'"
#define TOKEN(name) "json_object('token', {" name "})"

const struct secret secrets_given[] = {
    {"master", "the master key 8f3a90d1c27be645-0"},
    {"another", "the master key 11c05a7d93e2bf48-0"},
    {"wrong", "the master key 70d2b4c6e8fa1359-0"},
    {"ann", "ann-Secret-ann-Secret-ann-Secret-ann-SecreA"},
    {"bob", "bob-Secret-bob-Secret-bob-Secret-bob-SecreA"},
    {"cas", "cas-Secret-cas-Secret-cas-Secret-cas-SecreA"},
    {"dan", "dan-Secret-dan-Secret-dan-Secret-dan-SecreA"},
    {"row", "row-Secret-row-Secret-row-Secret-row-SecreA"},
    {"malformed", "malformed-Secret-malformed-Secret-malforme!"},
    {"unknown", "unknown-Secret-unknown-Secret-unknown-SecrA"},
    {"challenge", "mfa_mfa0000000000000000000000000000000000000000"},
    {"session", "session-Secret-session-Secret-session-SecrA"},
    {"password", "the password of ann 5d1f"},
    {"next", "the next password of ann 9e27"},
    {"last", "the last password of ann 30cb"},
    {"guess", "what somebody guessed 77aa"},
    {"opaque", "opaque-Secret-opaque-Secret-opaque-Secret-A"},
    {"renewed", "renewd-Secret-renewd-Secret-renewd-Secret-A"},
    {"reset", "reset-Secret-reset-Secret-reset-Secret-resA"},
    {"verify", "verify-Secret-verify-Secret-verify-Secret-A"},
    {"waiting", "waitin-Secret-waitin-Secret-waitin-Secret-A"},
    {"hmac", "hmac-Secret-hmac-Secret-hmac-Secret-hmac-SA"},
    {"misspelt", "abcd-2345-efgh-6723"},
    {"seed", "seed-Secret-seed-Secret-seed-Secret-seed-SA"},
    {"after", "after-Secret-after-Secret-after-Secret-aftA"},
    {"long", "too long: the 256 characters that are the most come to an end before this does; "
             "so this password, of which nobody wrote anything down, is neither taken nor "
             "told, whoever asks for it, and however often they do, by whatever function, "
             "in whatever order, and at any time of the day"},
    {"supplied", "usk_suppliedKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb"},
    {"typo", "usk_misspeltKey1ASecretThatItsOwnerMadeUp00x7Qz3OeCPb"},
    {0},
};

const char *const secret_functions[] = {
    "usher_key", "invite_create", "invite_accept", "invite_decline", "invite_resend",
    "mfa_*",     "login*",        "password_*",    "email_*",        "session_*",
    "api_key_*", "jwt_*",         "authenticate",  "outbox_claim",   0,
};

const struct call calls[] = {
    /* the master key */
    {"SELECT usher_key('short')", NULL, "invalid"},
    {"SELECT usher_key({master})", NULL, NULL},
    {"SELECT usher_key({wrong})", NULL, "invalid"},
    {"SELECT usher_key({wrong}, {another})", NULL, "invalid"},

    /* invites */
    {"SELECT invite_create('ann@a.org', 'owner', " TOKEN("ann") ")", NULL, NULL},
    {"SELECT invite_create('bob@a.org', 'user', " TOKEN("malformed") ")", NULL, "invalid"},
    {"SELECT invite_create('bob@a.org', 'user', " TOKEN("ann") ")", NULL, "conflict"},
    {"SELECT invite_create('bob@a.org', 'user', json_object('id', "
     "'00000000-0000-4000-8000-0000000000b0', 'token', {cas}))",
     NULL, NULL},
    {"SELECT invite_resend('00000000-0000-4000-8000-0000000000b0', " TOKEN("bob") ")", NULL, NULL},
    {"SELECT invite_resend('00000000-0000-4000-8000-0000000000b0')", "resent", NULL},
    {"SELECT invite_create('eve@a.org', 'user')", "eve", NULL},
    {"INSERT INTO invites (email, token) VALUES ('row@a.org', {row})", NULL, NULL},
    {"INSERT INTO usher VALUES ('invite_create', json_array('dan@a.org', 'user', " TOKEN(
         "dan") "))",
     NULL, NULL},
    {"SELECT invite_accept({malformed})", NULL, "invalid"},
    {"SELECT invite_accept({unknown})", NULL, "not_found"},
    {"SELECT invite_accept({cas})", NULL, "not_found"},
    {"SELECT invite_accept({ann}, json_object('id', '00000000-0000-4000-8000-0000000000a1'))", NULL,
     NULL},
    {"SELECT invite_accept({ann})", NULL, "conflict"},
    {"SELECT invite_accept({resent}, json_object('id', '00000000-0000-4000-8000-0000000000a2'))",
     NULL, NULL},
    {"SELECT invite_decline({dan})", NULL, NULL},
    {"SELECT invite_decline({eve})", NULL, NULL},
    {"SELECT invite_revoke({row})", NULL, "invalid"},
    {"SELECT act_as({row})", NULL, "invalid"},

    /* the second factor */
    {"SELECT act_as('00000000-0000-4000-8000-0000000000a2')", NULL, NULL},
    {"WITH u (url) AS MATERIALIZED (SELECT mfa_enroll()) "
     "SELECT substr(url, instr(url, 'secret=') + 7, 52) FROM u",
     "abandoned", NULL},
    {"WITH u (url) AS MATERIALIZED (SELECT mfa_enroll()) "
     "SELECT substr(url, instr(url, 'secret=') + 7, 52) FROM u",
     "totp", NULL},
    {"SELECT mfa_enroll({unknown})", NULL, "invalid"},
    {"SELECT mfa_enroll('mfa_' || {unknown})", NULL, "not_found"},
    {"SELECT mfa_confirm({totp})", NULL, "invalid"},
    {"SELECT mfa_confirm({code})", "first", NULL},
    {"SELECT mfa_confirm({code})", NULL, "conflict"},
    {"SELECT mfa_recovery_codes({misspelt})", NULL, "unauthenticated"},
    {"SELECT mfa_recovery_codes({first 0})", "second", NULL},
    {"SELECT mfa_recovery_codes({first 1})", NULL, "unauthenticated"},
    {"SELECT mfa_remove(NULL, {totp})", NULL, "invalid"},
    {"UPDATE usher_totp SET last_step = 0", NULL, NULL},
    {"SELECT mfa_remove(NULL, {code})", NULL, NULL},
    {"WITH u (url) AS MATERIALIZED (SELECT mfa_enroll()) "
     "SELECT substr(url, instr(url, 'secret=') + 7, 52) FROM u",
     "totp", NULL},
    {"SELECT mfa_confirm({code})", "third", NULL},
    {"SELECT act_as(NULL)", NULL, NULL},
    {"INSERT INTO usher_ticket (purpose, user_id, token_hash, data, created_at, expires_at) VALUES "
     "('mfa', '00000000-0000-4000-8000-0000000000a2', "
     "x'1305ad0422bc9af8b165301dbfc9884f85a572ef4298a4743d004d656e38e071', "
     "'{\"form\":\"opaque\"}', "
     "'2022-01-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z')",
     NULL, NULL},
    {"SELECT login_mfa({unknown}, {third 0})", NULL, "invalid"},
    {"SELECT login_mfa('mfa_' || {unknown}, {third 0}, " TOKEN("cas") ")", NULL, "not_found"},
    {"SELECT login_mfa({challenge}, {third 0}, " TOKEN("malformed") ")", NULL, "invalid"},
    {"SELECT login_mfa({challenge}, {misspelt}, " TOKEN("session") ")", NULL, "unauthenticated"},
    {"SELECT login_mfa({challenge}, {third 0}, " TOKEN("session") ")", NULL, NULL},
    {"SELECT act_as(NULL)", NULL, NULL},
    {"SELECT login_mfa({challenge}, {third 1}, " TOKEN("session") ")", NULL, "not_found"},

    /* passwords, sessions */
    {"SELECT password_set(" ANN ", {long})", NULL, "invalid"},
    {"SELECT password_set(" ANN ", {password})", NULL, NULL},
    {"SELECT login('ann@a.org', {guess})", NULL, "unauthenticated"},
    {"SELECT login('ann@a.org', {password}, " TOKEN("malformed") ")", NULL, "invalid"},
    {"INSERT INTO usher VALUES ('login', json_array('ann@a.org', {password}))", NULL,
     "unsupported"},
    {"SELECT login('ann@a.org', {password}, json_object('form', 'opaque', 'token', {opaque}))",
     NULL, NULL},
    {"SELECT password_set(" ANN ", {next}, {guess})", NULL, "unauthenticated"},
    {"SELECT password_set(" ANN ", {next}, {password})", NULL, NULL},
    {"UPDATE users SET password = {guess} WHERE id = " ANN, NULL, "forbidden"},
    {"SELECT act_as(NULL)", NULL, NULL},
    {"SELECT authenticate({opaque})", NULL, NULL},
    {"SELECT logout()", NULL, NULL},
    {"SELECT act_as(NULL)", NULL, NULL},
    {"SELECT session_refresh({opaque})", NULL, "unauthenticated"},
    {"SELECT session_create(" ANN ", json_object('form', 'opaque', 'token', {renewed}))", NULL,
     NULL},
    {"SELECT session_refresh({renewed}, " TOKEN("malformed") ")", NULL, "invalid"},
    {"SELECT session_refresh({renewed}, " TOKEN("after") ")", NULL, NULL},
    {"SELECT session_refresh({renewed})", NULL, "conflict"},
    {"SELECT session_refresh({malformed})", NULL, "unauthenticated"},
    {"SELECT login('ann@a.org', {next})", "jwt", NULL},
    {"SELECT act_as(NULL)", NULL, NULL},
    {"SELECT authenticate({jwt})", NULL, NULL},
    {"SELECT act_as(NULL)", NULL, NULL},
    {"SELECT session_refresh({jwt}, " TOKEN("malformed") ")", NULL, "invalid"},
    {"SELECT session_refresh({jwt}, " TOKEN("unknown") ")", NULL, "invalid"},
    {"SELECT session_refresh({jwt})", "jwt", NULL},
    {"SELECT session_create(" BOB ")", "created", NULL},
    {"UPDATE users SET password = {guess} WHERE id = " BOB, NULL, NULL},
    {"SELECT login('bob@a.org', {guess}, json_object('form', 'opaque', 'token', {waiting}))",
     "challenge", NULL},
    {"SELECT login_mfa({challenge}, {third 1}, " TOKEN("waiting") ")", NULL, NULL},
    {"SELECT act_as(NULL)", NULL, NULL},
    {"SELECT login('bob@a.org', {guess}, json_object('code', {misspelt}))", NULL,
     "unauthenticated"},
    {"SELECT login('bob@a.org', {guess}, json_object('code', {third 2}))", "jwt", NULL},
    {"SELECT act_as(NULL)", NULL, NULL},
    {"SELECT password_reset_request('ann@a.org', " TOKEN("malformed") ")", NULL, "invalid"},
    {"SELECT password_reset_request('ann@a.org', " TOKEN("reset") ")", NULL, NULL},
    {"SELECT password_reset({unknown}, {last})", NULL, "not_found"},
    {"SELECT password_reset({malformed}, {last})", NULL, "invalid"},
    {"SELECT password_reset({reset}, {long})", NULL, "invalid"},
    {"SELECT password_reset({reset}, {last})", NULL, NULL},
    {"SELECT password_reset({reset}, {last})", NULL, "not_found"},
    {"SELECT password_reset_request('ann@a.org')", "asked for", NULL},
    {"INSERT INTO usher VALUES ('password_reset', json_array({asked for}, {password}))", NULL,
     NULL},
    {"SELECT password_import(" ANN ", {guess})", NULL, "invalid"},
    {"SELECT password_import(" ANN ", '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')",
     NULL, NULL},
    {"UPDATE usher_user SET verified_email = 0", NULL, NULL},
    {"SELECT email_verify_request(" ANN ", " TOKEN("verify") ")", NULL, NULL},
    {"SELECT email_verify({unknown})", NULL, "not_found"},
    {"SELECT email_verify({malformed})", NULL, "invalid"},
    {"SELECT email_verify({verify})", NULL, NULL},
    {"SELECT email_verify_request(" BOB ")", "to bob", NULL},
    {"SELECT invite_create('eli@a.org', 'user')", "eli", NULL},
    {"SELECT invite_accept({eli}, json_object('password', {long}))", NULL, "invalid"},
    {"SELECT invite_accept({eli}, json_object('password', {password}))", NULL, NULL},

    /* signed tokens */
    {"SELECT jwt_key_create(json_object('algorithm', 'HS256', 'secret', {long}))", NULL, "invalid"},
    {"SELECT jwt_key_create(json_object('algorithm', 'HS256', 'secret', {hmac}))", NULL, NULL},
    {"SELECT jwt_sign('{\"sub\":\"ann\"}')", "signed", NULL},
    {"SELECT jwt_verify({signed})", NULL, NULL},
    {"SELECT jwt_verify({unknown})", NULL, NULL},
    {"SELECT session_create(" ANN ")", "of an HMAC key", NULL},
    {"SELECT jwt_key_create(json_object('secret', {seed}))", NULL, NULL},
    {"SELECT jwt_sign('{\"sub\":\"bob\"}')", "signed", NULL},
    {"SELECT jwt_verify({signed})", NULL, NULL},

    /* API keys */
    {"SELECT api_key_create('a key', json_object('user_id', " ANN "))", "key", NULL},
    {"SELECT authenticate({key})", NULL, NULL},
    {"SELECT api_key_create('another')", NULL, "forbidden"},
    {"SELECT act_as(NULL)", NULL, NULL},
    {"SELECT api_key_create('to be read', json_object('user_id', " ANN ", 'readable', 1))",
     "readable", NULL},
    {"SELECT api_key_create('mine', json_object('user_id', " ANN ", 'key', {typo}))", NULL,
     "invalid"},
    {"SELECT api_key_create('mine', json_object('user_id', " ANN ", 'key', {supplied}))", NULL,
     NULL},
    {"SELECT api_key_create('mine', json_object('user_id', " ANN ", 'key', {supplied}))", NULL,
     "conflict"},
    {"SELECT api_key_create('of the account', json_object('owner', 'account', 'scopes', "
     "json_array('users.read'), 'readable', 1))",
     "of the account", NULL},
    {"UPDATE api_keys SET key = {typo}", NULL, "invalid"},
    {"DELETE FROM api_keys WHERE name = 'to be read'", NULL, NULL},
    {"SELECT authenticate({readable})", NULL, NULL},
    {"SELECT act_as(NULL)", NULL, NULL},

    /* mail */
    {"SELECT invite_create('fay@a.org', 'user', json_object('id', "
     "'00000000-0000-4000-8000-0000000000b1'))",
     "mailed", NULL},
    {"SELECT value ->> 'token' FROM json_each(outbox_claim(1000, 60)) "
     "WHERE value ->> 'email' = 'fay@a.org'",
     "claimed", NULL},
    {"SELECT outbox_claim(1000, 60)", NULL, NULL},
    {"UPDATE outbox SET error = '', attempts = 0", NULL, "invalid"},
    {"UPDATE outbox SET error = 'no route'", NULL, NULL},
    {"DELETE FROM outbox WHERE email = 'fay@a.org'", NULL, NULL},

    /* everything anew under another master key */
    {"SELECT usher_key({master}, {another})", NULL, NULL},
    {"SELECT usher_key({master})", NULL, "invalid"},
    {0},
};
