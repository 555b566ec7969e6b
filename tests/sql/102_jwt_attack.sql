-- Tokens that are none: every trick with a header, with claims and with the form, by somebody who knows the
-- keys (so that the trick alone decides), and by somebody who does not. jwt_verify() says NULL, and no more.
INSERT INTO usher VALUES ('usher_init', '[{"account_id":"00000000-0000-4000-8000-0000000000aa"}]');
SELECT usher_key('0123456789abcdef0123456789abcdef');
-- 'an HMAC key that everybody knows' and 'a seed that everybody knows, too'.
SELECT jwt_key_create('{"kid":"h","algorithm":"HS256","secret":"YW4gSE1BQyBrZXkgdGhhdCBldmVyeWJvZHkga25vd3M"}');
SELECT jwt_key_create('{"kid":"h512","algorithm":"HS512","secret":"YW4gSE1BQyBrZXkgdGhhdCBldmVyeWJvZHkga25vd3M"}');
SELECT jwt_key_create('{"kid":"e","secret":"YSBzZWVkIHRoYXQgZXZlcnlib2R5IGtub3dzLCB0b28"}');
CREATE TEMP TABLE t (name TEXT, token TEXT);
INSERT INTO t VALUES
    ('good: HS256', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY'),
    ('good: HS512', 'eyJhbGciOiJIUzUxMiIsImtpZCI6Img1MTIiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.tFce--pBBi6dewxDPFbG9WiZ9GaWFnzW0EjA54UECqWbXDZ091AMbzlVryU7IG1b09vAnMvUgNnJZ0AVOaIO7w'),
    ('good: EdDSA', 'eyJhbGciOiJFZERTQSIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0._0sKHYk4ZM2P-UXYcFO55ZHNZ-uAPcV5kylT2OsujyjfncHQ6kB4pSPxH5XoOam9BfbceVkYXUeyXJySW9arBA'),
    ('alg none, no signature', 'eyJhbGciOiJub25lIiwia2lkIjoiaCIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.'),
    ('alg none, signature', 'eyJhbGciOiJub25lIiwia2lkIjoiaCIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.FnCj_vVt18R96Ew6bYldbk7AGsvuNlML7ytPnCMufjs'),
    ('alg None', 'eyJhbGciOiJOb25lIiwia2lkIjoiaCIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.'),
    ('alg nOnE', 'eyJhbGciOiJuT25FIiwia2lkIjoiaCIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.dXKkRk3tMX3Npke1V5lUKbNg_daXIFB6Ub_wbp7Pd40'),
    ('alg hs256', 'eyJhbGciOiJoczI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.uQHGaGJYD0NEHMDGGYKVPJAChW7jrA1X8nf9GN9wxKs'),
    ('alg eddsa', 'eyJhbGciOiJlZGRzYSIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.y5wbGMqgu5ffXolXGVIrm6z3vNE09F3U3eLOiY3mSljkr9EOL3eC3vp2b5_g2uCBPDBZNp-n4ej4XAsufBD1CQ'),
    ('alg RS256 with the HMAC key', 'eyJhbGciOiJSUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.yCx7esbiELR_s5-McVUuiObMQmbefyAFdBKv_c7GM4Y'),
    ('alg HS512 of an HS256 key', 'eyJhbGciOiJIUzUxMiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.brUupxADQPMFVKwq0xu3PvcYjW_UNdnYfU9D1ia0SFCY0fhNSBz3S_nxO8KS06SQPHDNvJwGfNSssA2adBLu9Q'),
    ('alg HS256 of an HS512 key', 'eyJhbGciOiJIUzI1NiIsImtpZCI6Img1MTIiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.zXpMWbLv2lg2UvHyFzbH8auFtDsR-mRO5xhvyvkGhTY'),
    ('alg HS384', 'eyJhbGciOiJIUzM4NCIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.asrJBzZhhAS0JJPzFjCDFj_REEHdzch4YiJmA9177oEqE2SFXDaCWc7OjNYAZdVe'),
    ('alg EdDSA of an HMAC key', 'eyJhbGciOiJFZERTQSIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.sHZ84RUmo70K91SBUZeHMo2zOfUjheLfgq6PXrN2_tJDQNGWWKpA87eh20dyYbIxs1xAFWql0gFNLclY6YLiDQ'),
    ('alg HS256 under the public key', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.Ts9mln-UPpsZCKvX3Fy2aEvGxYm2mthcW7WmlzIMfz8'),
    ('alg HS256 under the public key as text', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.G0c-ILQgD4EkzlqaLZ9wEFaCbQfFieG-ygw3yqdYNNA'),
    ('alg EdDSA, HMAC under the public key', 'eyJhbGciOiJFZERTQSIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.r4RvyldTOVoRoOTdTjIqs_OUW74OPOCVuJ_SwZvss4w'),
    ('alg Ed25519', 'eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoiZSIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.1W-F_lO07IkUOQWe5yBMSZoCpCs2CAK58WzWoSeYD2ztLzZRo4rHawsIg3BPoCf59XjiDF_L4wFIeNzm0bkhDQ'),
    ('no alg', 'eyJraWQiOiJoIiwidHlwIjoiSldUIn0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.rNHB9xzecToUKqpQnlcpgawnzqr5sIt-la6pb2uNXxE'),
    ('alg null', 'eyJhbGciOm51bGwsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.AO3NqT2vl_K0vJPbzALm_Sh0JQdRdNcXf0n7rpQ4hpc'),
    ('alg twice', 'eyJhbGciOiJub25lIiwiYWxnIjoiSFMyNTYiLCJraWQiOiJoIiwidHlwIjoiSldUIn0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.E_mI2rgkJ3_fQ2YK-acazCW2CjC5PL-wEdWrU4SzWM0'),
    ('alg twice, hidden', 'eyJcdTAwNjFsZyI6Im5vbmUiLCJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.6rG1Ww0IW_-CuvI3tHmSZ9Wks8KkhQQceTVtaalCBmc'),
    ('no kid', 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.mzZ7bZPQNUPBoatFuuLS2B4dF7csWC1Ro6DuO0achuk'),
    ('kid unknown', 'eyJhbGciOiJIUzI1NiIsImtpZCI6IngiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.bkWOn6xce2SA6rIapAnvAyzIr2EFVCbWjZg4cyOhy9s'),
    ('kid of another case', 'eyJhbGciOiJIUzI1NiIsImtpZCI6IkgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.BamDqhsdkxTAfGvEqge_eYgj7Bj78AzwQOXwwmk8vug'),
    ('kid injection: OR', 'eyJhbGciOiJIUzI1NiIsImtpZCI6IngnIE9SICcxJz0nMSIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.kVEGsAzsuvhSJFaftrPmNU6bvN8cupclMPXly5yJSJc'),
    ('kid injection: UNION', 'eyJhbGciOiJIUzI1NiIsImtpZCI6IngnIFVOSU9OIFNFTEVDVCAnaCcsJ0hTMjU2JyxOVUxMLCdBQScsJ3VzaGVyJywndXNoZXInLDEtLSIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.7R1yciF92wd5DBml6X1WQgVzPL45zBhPLt6BdbTUH1g'),
    ('kid a file', 'eyJhbGciOiJIUzI1NiIsImtpZCI6Ii9kZXYvbnVsbCIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.SllUtx7gzstKRZjPIZ7LS1_1AdFZhvEc21XdRbd7N2s'),
    ('kid a directory up', 'eyJhbGciOiJIUzI1NiIsImtpZCI6Ii4uLy4uLy4uL2Rldi9udWxsIiwidHlwIjoiSldUIn0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.2KsdLRl4ztcqZsz2S-82WQF0hgJG-Btn_lYX1ou_ebg'),
    ('kid an array', 'eyJhbGciOiJIUzI1NiIsImtpZCI6WyJoIl0sInR5cCI6IkpXVCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.otqIvUnYf20spMo4qkzuhNL-TkONf5bTY-i8LNOsZr8'),
    ('kid a number', 'eyJhbGciOiJIUzI1NiIsImtpZCI6MCwidHlwIjoiSldUIn0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.liAQ39cj2ZDnGqX7QZbnYPwwTizOBUCBsspMCKuYbkI'),
    ('empty secret', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.3yAF8_msK9pjpp9C0p26PQw70clbot8DJjPSQJdVmFE'),
    ('zero secret', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.3yAF8_msK9pjpp9C0p26PQw70clbot8DJjPSQJdVmFE'),
    ('no typ', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.5nakQNcJj6-npZKLeKlDt4d9EhpEUp9iYQUsEjjs6tk'),
    ('typ of another case', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJqd3QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.OAQluTMSoexwCCD4njpta5C7JQpBOzpQnUew6rcF0Zw'),
    ('typ of something else', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJkcG9wK2p3dCJ9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.33cfsaILwp1E8DDZBkFu6HrurTp3ajurAYYWY3tz2Bg'),
    ('jku', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJqa3UiOiJodHRwczovL2V2aWwuZXhhbXBsZS9rZXlzIn0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.3fcffEe7cryXnV9uuGacMdEGgOQjh16A-I3KJ2nKJBU'),
    ('jwk', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJqd2siOnsia3R5Ijoib2N0IiwiayI6IkFBIn19.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.xaDghljWzySjyKD0LlRX60E3dxNpVEb9fMcnAlGLZm8'),
    ('jwk of EdDSA', 'eyJhbGciOiJFZERTQSIsImtpZCI6ImUiLCJ0eXAiOiJKV1QiLCJqd2siOnsia3R5IjoiT0tQIiwiY3J2IjoiRWQyNTUxOSIsIngiOiJxaGo5cFVtTXZKdTBBcWY1VktlSG82ZFNkMkdjdDZ1YmZDV2UwQlRJQ0pJIn19.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.QJMzUKQCZZQLnR5EVmfagxak5PbySgsp42qeflajiYztJoy0Q7oMxUq7RCawS8g3LnKXMHBy-_yQ-zUd8ppmDg'),
    ('x5u', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJ4NXUiOiJodHRwczovL2V2aWwuZXhhbXBsZS9jZXJ0In0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.GrXXoPtcXpg40xQQ54zVE0FOUfgxce9PcdozbWHo4bA'),
    ('x5c', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJ4NWMiOlsiQUEiXX0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.etlkYfjK67g_8KKMCuBhg08dIbs26m5oHZgnExJM1BI'),
    ('crit', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJjcml0IjpbImV4cCJdfQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.UVmh83S7BbyuKtSbNYccvLYQ8fgzvDsT3VqnY0694bg'),
    ('crit, unknown', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJjcml0IjpbImh0dHA6Ly9leGFtcGxlLmNvbS94Il0sImh0dHA6Ly9leGFtcGxlLmNvbS94Ijp0cnVlfQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.u-kNVvKKm3GhxOxpC2NEP_VwUJLJgR7hlWAHQ2DHZ4M'),
    ('crit, empty', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJjcml0IjpbXX0.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.yA_b_en1UmMPGkYNPSXTWujFFYwnvNghUDUSseyTJEA'),
    ('cty JWT', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJjdHkiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.Jlfe5tfV-ykwF0JuAApwFAJ6O4QSWqmRC16BZGftDSI'),
    ('nested: the payload is a token', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.ZXlKaGJHY2lPaUpJVXpJMU5pSXNJbXRwWkNJNkltZ2lMQ0owZVhBaU9pSktWMVFpZlEuZXlKcGMzTWlPaUoxYzJobGNpSXNJbUYxWkNJNkluVnphR1Z5SWl3aVpYaHdJam96TWpVd016WTRNREF3TUgwLmpONGlZOXRmRlFZMUFlNDZxa3FwczVXVHFmNHpnd3JISjFOUzRqS3gyQlk.XJJ1PAikaouvEcDUOYVRGofuoV6cN0HE1hBCobhWnPE'),
    ('nested, with cty', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJjdHkiOiJKV1QifQ.ZXlKaGJHY2lPaUpJVXpJMU5pSXNJbXRwWkNJNkltZ2lMQ0owZVhBaU9pSktWMVFpZlEuZXlKcGMzTWlPaUoxYzJobGNpSXNJbUYxWkNJNkluVnphR1Z5SWl3aVpYaHdJam96TWpVd016WTRNREF3TUgwLmpONGlZOXRmRlFZMUFlNDZxa3FwczVXVHFmNHpnd3JISjFOUzRqS3gyQlk.ca9uo4Em2ibx3Slg-ogdTQet02xHk84x0bcha2s8Gx0'),
    ('b64 false', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJiNjQiOmZhbHNlLCJjcml0IjpbImI2NCJdfQ.{"iss":"usher","aud":"usher","exp":32503680000}.DlGYH1V9Nu_rTa12OqkpN0x3Zc6g5O0T_W9lAiH5K7I'),
    ('b64 true', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJiNjQiOnRydWV9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.M3ergsciXGzqMYey1claRuW2EXgB5I0giPbFcr_J-6g'),
    ('zip', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJ6aXAiOiJERUYifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.s9gA1SlUwCZuYMk4wpY5fNBQk4G4nCbA74vHkcSSsV8'),
    ('p2c', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QiLCJwMmMiOjIxNDc0ODM2NDd9.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.d54X2ZM3GcxYH6y31PR9GWWx3CvITk0iR30p_yuqdys'),
    ('header an array', 'W3siYWxnIjoiSFMyNTYiLCJraWQiOiJoIiwidHlwIjoiSldUIn1d.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.5Ooa-voY5q9UIloV50Neb_6xISdikY8iJFkY4TKyMz0'),
    ('header empty', '.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.99zAj2_3BqC9lFPRlGFHyqbOAnEbD26Ct1DH-twSdik'),
    ('header with a byte order mark', '77u_eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.bKgDz7v4TfR5AIKEQJme5hfXSkV--kzdq9XtEcmZYFg'),
    ('member twice', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjoxLCJleHAiOjMyNTAzNjgwMDAwfQ.l1Mu1MAkXRoM2U-hSU_gtpPxw17qnUYW36LzZ0-YMRo'),
    ('member twice, hidden', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjoxLCJcdTAwNjV4cCI6MzI1MDM2ODAwMDB9.kCT90xKBIe9X4PeAxu7ptmdiLp3MRG0kOFEueiV4g30'),
    ('member twice, nested', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMCwieCI6W3siYSI6MSwiYSI6MX1dfQ.JeEXTXg92dLubMPp4IYHh-2f3dp4gfQmllNKOZJGDrc'),
    ('exp missing', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIn0.-KxPMZKc5wfsrON2Peu_jXBmPHPCeAJRjEXoj_pZm9I'),
    ('exp past', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjoxNzAwMDAwMDAwfQ.7R709ys1BN3X7eFhMcbVX2eHXZfSDveDiII8g9INNgw'),
    ('exp a string', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjoiMzI1MDM2ODAwMDAifQ.NZG6c5AEMX1yCwUUL8aoZ23fSU0Z3DXgwUv6vCjytVc'),
    ('exp true', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjp0cnVlfQ.FChIytS6z4KGY38Yk2PSdPQlhcQSc4lzah3eYAgMU20'),
    ('exp null', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjpudWxsfQ.tbgwbpMUJYbfQt-Wzs-MAJGGtK-s8Rev2ghAoLdKyUQ'),
    ('exp negative', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjotMX0.UBh32RzuHRhVokgRPIBA8P632ubat05_-U9F1_NTFSc'),
    ('exp huge', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjoxZTMwMH0.cC2KAK1cjhm3aNcpUCLMTQRy43s4mYckvSDJwu6c1HU'),
    ('exp beyond 64 bits', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjo5OTk5OTk5OTk5OTk5OTk5OTk5OX0.hLLM1G6ekKFg8Z3e24BFeC4M-2kzZIr_anKoqg2W9mk'),
    ('exp beyond a double', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjoxZTk5OX0.bSoJ5FDGkYQBSrTZF5zXzFzs7k7lCCYtL5ADa5rGU7c'),
    ('exp NaN', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjpOYU59.zRQROcSUtY6Tn9155JJZVf-WFXkh8p5CbbehEGi_60c'),
    ('exp Infinity', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjpJbmZpbml0eX0.mVNifoxTLtc7pKmIZaoGcpD3ibmmX6kC-p12j54nc2M'),
    ('exp after the year 9999', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjoyNTM0MDIzMDA4MDB9.WanpNEvtRp1plLXZsBA0VmlHp_azK3yFjBxI2sNQx6U'),
    ('good: exp at the end of 9999', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjoyNTM0MDIzMDA3OTl9.KmxPMnNXKT4yXaBxyR-NPxE9C6v7J-PJG9PvBV1ydeo'),
    ('good: exp real', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozLjI1MDM2OGUxMH0.7Po3FjL216STb8KroFrOQ9ik54gbbaFyKZmkfRDKTPc'),
    ('nbf in the future', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMCwibmJmIjozMjUwMzY3MDAwMH0.dXG5Co14bWzvu23jV1S3V-tvAeNFdH8Y5UdtHnUvBto'),
    ('nbf a string', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMCwibmJmIjoiMSJ9.ntRC2AmFHeAc2BAdc_eZ9py0yDaeo6NZ3y5svSzpWzU'),
    ('iat in the future', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMCwiaWF0IjozMjUwMzY3MDAwMH0.4ptnwMvLiJ8dzwD2rwqaajedRx3v5Gva1Qe0N6FAtkI'),
    ('iat true', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMCwiaWF0Ijp0cnVlfQ.C1u1D1ZUGKsiTxpRUueMvHZ8ABEleIXGzz3LKGqAK1Q'),
    ('iss missing', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ1c2hlciIsImV4cCI6MzI1MDM2ODAwMDB9.nOi3968aTktzdZMDcKcQX-AgylqQ6Fsv0alWC3kWXQE'),
    ('iss another', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJldmlsIiwiYXVkIjoidXNoZXIiLCJleHAiOjMyNTAzNjgwMDAwfQ.mvW8bFsFaIRfLgbp0_L1DB7FTsn-J55x5ObVT-WqgG4'),
    ('iss an array', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOlsidXNoZXIiXSwiYXVkIjoidXNoZXIiLCJleHAiOjMyNTAzNjgwMDAwfQ.CvZHIxZwHGaTYBhuQKcsTkv5iptfvI99TzPsW8xebyc'),
    ('aud missing', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImV4cCI6MzI1MDM2ODAwMDB9.caKrlgDy66ODO9eRGFMIoo4Vc71UlA7C30SEJHLpDuQ'),
    ('aud another', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyLmV2aWwiLCJleHAiOjMyNTAzNjgwMDAwfQ.2p6zv1jlUeqxD6T6TFRWp7KHlmBElnbxKxX4tvYM_DM'),
    ('good: aud an array', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6WyJ4IiwidXNoZXIiXSwiZXhwIjozMjUwMzY4MDAwMH0.n7X6nh35XVtSP-aNvsR9cyQH27clBaIeUy2D4WphYOw'),
    ('aud an array without', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6WyJ4IiwieSJdLCJleHAiOjMyNTAzNjgwMDAwfQ.b7SUeVPpaD38pJ9XX2Yb_sw00B4FAUl4ZX6WD-ihiOs'),
    ('aud an array with a number', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6WyJ1c2hlciIsMV0sImV4cCI6MzI1MDM2ODAwMDB9.WNeRVRhaBeVt1skjjfnQoYbgEglr7uw5QUnhdqImPz4'),
    ('aud an array as text', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6IltcInVzaGVyXCJdIiwiZXhwIjozMjUwMzY4MDAwMH0.iet-G76nbcHpNEcoLllYgIgpasIribV6429OVnd38sY'),
    ('aud an object', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6eyJ1c2hlciI6MX0sImV4cCI6MzI1MDM2ODAwMDB9.uw9q2m6aIPGSUgtY_kLKnYEfjnYE-rVdSdOZKaS0xP8'),
    ('payload an array', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.W3siaXNzIjoidXNoZXIiLCJhdWQiOiJ1c2hlciIsImV4cCI6MzI1MDM2ODAwMDB9XQ.ZhNBJ7sd_haiJLNI28LNrWnAUCqrl5GNTWA0ln0TOCc'),
    ('payload empty', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ..zOjEpxkzWAbPE9U2EE9DLsd5EsfcrR5XeVH15f9Powc'),
    ('payload not JSON', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.dXNoZXI.N9IjIbdAnBMwPKrX3POzhPrhk7onsJ4hzpec41FJCY8'),
    ('payload with more behind it', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH17ImlzcyI6InVzaGVyIiwiYXVkIjoidXNoZXIiLCJleHAiOjMyNTAzNjgwMDAwfQ.Oz1MMUSDDgRH1qiW5RNUE9ZQ9wXTS_aZwJKebNmLjdw'),
    ('payload of another token', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMX0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY'),
    ('signature of another token', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.v43m53F5Kgg0zxRIbjIyyMyD0dYnEh2F1YA0Bw2GAKo'),
    ('signature truncated to 16 bytes', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqpsw'),
    ('signature with a byte more', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BYA'),
    ('signature of another case', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.Jn4Iy9TFfqy1aE46QKQPS5wtQF4ZGWRhj1ns4JkX2by'),
    ('signature in the last bits', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BZ'),
    ('EdDSA signature zero', 'eyJhbGciOiJFZERTQSIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    ('EdDSA signature empty', 'eyJhbGciOiJFZERTQSIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.'),
    ('EdDSA signature with HMAC length', 'eyJhbGciOiJFZERTQSIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    ('no signature', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0'),
    ('one part', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ'),
    ('four parts', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY.AA'),
    ('four parts, the last empty', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY.'),
    ('five parts: JWE', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.AA.AA.AA.AA'),
    ('five parts: JWE, all good', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY'),
    ('padding in the header', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ=.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY'),
    ('padding in the payload', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0=.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY'),
    ('padding in the signature', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY='),
    ('white space in front', ' eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY'),
    ('white space behind', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY '),
    ('line break behind', replace('eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY@', '@', char(10))),
    ('line break within', replace('eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3Mi@OiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY', '@', char(10))),
    ('the other alphabet', 'eyJhbGciOiJFZERTQSIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0./0sKHYk4ZM2P+UXYcFO55ZHNZ+uAPcV5kylT2OsujyjfncHQ6kB4pSPxH5XoOam9BfbceVkYXUeyXJySW9arBA'),
    ('Bearer', 'Bearer eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY'),
    ('JSON serialization', '{"protected":"eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ","payload":"eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0","signature":"jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY"}'),
    ('truncated', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2B');

.print -- 1 The good ones verify, and nothing else
SELECT name FROM t WHERE jwt_verify(token) IS NOT NULL AND name NOT GLOB 'good: *';
SELECT name FROM t WHERE jwt_verify(token) IS NULL AND name GLOB 'good: *';
SELECT count(*) AS refused FROM t WHERE jwt_verify(token) IS NULL;
SELECT name, jwt_verify(token) FROM t WHERE name GLOB 'good: *';
SELECT usher_error();

.print -- 2 Each character of a good token left out, doubled, or another
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) SELECT i FROM n;
SELECT t.name, count(*) > 150 AS places,
       count(jwt_verify(substr(token, 1, i - 1) || substr(token, i + 1))) AS left_out,
       count(jwt_verify(substr(token, 1, i) || substr(token, i))) AS doubled,
       count(jwt_verify(substr(token, 1, i - 1) || CASE substr(token, i, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(token, i + 1))) AS altered,
       count(jwt_verify(substr(token, 1, i - 1) || '=' || substr(token, i))) AS padded,
       count(jwt_verify(substr(token, 1, i - 1) || char(10) || substr(token, i))) AS broken,
       count(jwt_verify(substr(token, 1, i - 1))) AS truncated
FROM t JOIN n ON i <= length(token) WHERE name IN ('good: HS256', 'good: EdDSA') GROUP BY t.name;

.print -- 3 Locked down, and as nobody, the same
SELECT usher_lockdown();
SELECT count(*) AS refused FROM temp.t WHERE jwt_verify(token) IS NULL;
SELECT name FROM temp.t WHERE jwt_verify(token) IS NOT NULL;

.print -- 4 Without the master key: what an HMAC key signed cannot be told, the rest can
.connection 1
.open test.db
.load dist/usher
SELECT jwt_verify('eyJhbGciOiJFZERTQSIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0._0sKHYk4ZM2P-UXYcFO55ZHNZ-uAPcV5kylT2OsujyjfncHQ6kB4pSPxH5XoOam9BfbceVkYXUeyXJySW9arBA') IS NOT NULL AS good;
SELECT jwt_verify('eyJhbGciOiJIUzI1NiIsImtpZCI6ImgiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.jN4iY9tfFQY1Ae46qkqps5WTqf4zgwrHJ1NS4jKx2BY');
SELECT jwt_verify('eyJhbGciOiJIUzI1NiIsImtpZCI6ImUiLCJ0eXAiOiJKV1QifQ.eyJpc3MiOiJ1c2hlciIsImF1ZCI6InVzaGVyIiwiZXhwIjozMjUwMzY4MDAwMH0.QxYEbmy-KuiGuIjIjuXcEmGMtajIDaVdg0-jemDRm5oshnQVZNdUQBNBczThkURHG2DvJ2I47qb3CW-4vb0oCA') IS NULL AS refused;
