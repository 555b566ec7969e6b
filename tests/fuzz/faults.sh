#!/bin/sh
# Breaks what each fuzz target is for, one way at a time, in a copy of the tree: a short run must
# notice. `tests/fuzz/faults.sh [NAME...]`
#
# Prints `caught: NAME` or `MISSED: NAME`; the last line is `N passed, N failed`.
program=fuzz
export BRIEF=1
. "$(dirname "$0")/../faults.sh"

# fault NAME FILE TARGET SED-SCRIPT
fault() {
    plant "$1" "$2" "$4" FUZZ_ONLY="$3"
}

fault columns-shown table/sight.c sql 's/= unless(sight, column);/= 0 ? unless(sight, column) : NULL;/'
fault rows-shown table/shape.c sql 's/if (m->sight->level) {/if (0 \&\& m->sight->level) {/'
fault files-shown domain/storage/files.c sql 's/    .own = OWN_FILES,/    .own = "1",/'
fault inbox-shown domain/notifications/table.c sql 's/sight->rows = "i.user_id = $actor";/sight->rows = "1";/'
fault backing-read identity/authorizer.c sql 's/return is_open_table(usher, table) || is_schema_table(database, table);/return is_open_table(usher, table) || database || 1;/'
fault backing-written identity/authorizer.c sql 's/return is_open_table(usher, first) ? SQLITE_OK : SQLITE_DENY;/return SQLITE_OK;/'
fault statement-kept table/variant.c sql 's/usher_kept_drop(usher, \&variant->kept\[i\]);/(void)usher;/'
fault error-500 api/pulse/query.c api 's/400/500/'
fault signature domain/keys/jws.c tokens 's/usher_signed(key->public_key, input, size, signature)/input \&\& size \&\& signature/'
fault mac domain/keys/jws.c tokens 's/length == made && usher_secret_equal(expected, signature, made)/length == made \&\& signature/'
fault cursor api/cursor.c tokens 's/!usher_secret_equal(tag, bytes, TAG)/tag[0] != tag[0]/'
fault code domain/mfa/totp.c tokens 's/usher_secret_equal(expected, code, (size_t)totp->digits)/expected[0] == code[0]/'
fault merge base/json_merge.c settings 's/json_object_del(target, name);/;/'
fault picture-tail base/image.c image 's/size == 0 && left(reader) == 12 && pixels/size == 0 \&\& pixels/'
fault picture-tail-jpeg base/image.c image "s/p\[-2\] == 0xFF && p\[-1\] == 0xD9/p/"
fault inexact-omitted table/plan.c plan 's/usage->omit = exact && /usage->omit = 1 || /'
fault plan-unlooked table/shape.c plan 's/(\*p == .@.) != is_parameter(instance, term->column)/is_parameter(instance, -1)/'
fault encoding base/errors.c damage '/attached databases must use/s/== 0/== 1/'
fault damage-internal base/errors.c flips 's/if (is_damage(result \& 0xFF, said))/if (is_damage(result \& 0xFF, said) \&\& said == NULL)/'
fault damage-edits base/errors.c edits 's/if (is_damage(result \& 0xFF, said))/if (is_damage(result \& 0xFF, said) \&\& said == NULL)/'

echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
