#!/bin/sh
# `make serve` answers as api() does: its server runs on a free port of 127.0.0.1, the commands of
# document 004 run against it as they stand there (tests/serve/vidbeo.txt), but for host, key and
# id; status and body are those of the same SELECT in the sqlite3 shell. Needs python3, else skipped (77).
set -u
cd "$(dirname "$0")/.." || exit 1
export LIBRARY="${LIBRARY:-dist/usher.so}" SQLITE="${SQLITE:-sqlite3}"
export USHER_KEY='this demo keeps no secrets: 32 bytes'
command -v python3 >/dev/null 2>&1 || { echo 'python3 is not here' && exit 77; }
bad=0
count=0

scratch=$(mktemp -d) || exit 1
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
database=$scratch/demo.db

# --------------------------------------------------------------------- set-up

sh tests/serve/demo.sh "$database" >"$scratch/people" || { cat "$scratch/people" && exit 1; }
people=$(sed -n '/API key/,$p' "$scratch/people")
api_key() { echo "$people" | awk -v name="$1" '$1 == name { print $2 }'; }
session() { echo "$people" | awk -v name="$1" '$1 == name { print $3 }'; }

# It would stop by itself, too, should nobody be left to stop it.
python3 tests/serve/server.py "$LIBRARY" "$database" --port 0 --seconds 300 >"$scratch/says" 2>"$scratch/log" &
server=$!
for tenth in $(seq 100); do
    grep -q listening "$scratch/says" && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
url=$(sed -n 's/^listening on //p' "$scratch/says")
if [ -z "$url" ]; then
    cat "$scratch/log"
    wait "$server"
    exit $?
fi

# The status comes behind the body. Commands stay as they are.
printf '%s\n' silent 'max-time = 20' 'noproxy = "*"' 'write-out = "\n%{http_code}"' >"$scratch/.curlrc"
export CURL_HOME="$scratch"

# --------------------------------------------------------------------- helpers

expect() {
    count=$((count + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        printf '  expected: %s\n  but got:  %s\n' "$3" "$2"
        bad=$((bad + 1))
    fi
}

# direct PROFILE METHOD PATH CREDENTIAL [BODY]: what the server should send.
direct() {
    "$SQLITE" -batch -init /dev/null -cmd ".load ${LIBRARY%.*}" "$database" \
        "SELECT ifnull(body, '') || char(10) || status FROM api('$1', '$2', '$3', ${5:-NULL}, '$4')"
}

# command N [ID [KEY]]: that of the document.
command() {
    awk -v RS= -v n="$1" 'NR == n' tests/serve/vidbeo.txt | sed -e "s|https://api.vidbeo.com|$url|" \
        -e "s|YOUR-API-KEY|${3:-$(api_key Ann)}|" -e "s|abcde12345abcde12345a|${2:-abcde12345abcde12345a}|"
}
run() { command "$@" | sh; }

# --------------------------------------------------------------------- vidbeo

key=$(api_key Ann)
eva=0d000000-0000-7000-8000-00000000000e
expect 'four commands' "$(awk -v RS= 'END { print NR }' tests/serve/vidbeo.txt)" 4
expect 'the list' "$(run 1)" "$(direct vidbeo GET /v2/users "$key")"
expect 'has all who are not deleted' "$(run 1 | grep -o '"name":' | wc -l | tr -d ' ')" "$(echo "SELECT count(*) FROM usher_user WHERE discarded_at IS NULL;" | "$SQLITE" "$database")"
for n in 2 3 4; do
    expect "the document's own id, command $n" "$(run $n | tail -n 1)" 404
done
expect 'one user' "$(run 2 $eva)" "$(direct vidbeo GET /v2/users/$eva "$key")"
expect 'one user: 200' "$(run 2 $eva | tail -n 1)" 200
expect 'a session, too' "$(run 2 $eva "$(session Ann)")" "$(direct vidbeo GET /v2/users/$eva "$key")"
expect 'change' "$(run 3 $eva)" "$(direct vidbeo GET /v2/users/$eva "$key")"
expect 'change: the name' "$(run 2 $eva | grep -o '"name":"[^"]*"')" '"name":"Example User"'
expect 'change is not for everybody' "$(run 3 0d000000-0000-7000-8000-00000000000a "$(session Dee)" | tail -n 1)" \
    "$(direct vidbeo PATCH /v2/users/0d000000-0000-7000-8000-00000000000a "$(session Dee)" "'{\"name\":\"x\"}'" | tail -n 1)"
expect 'delete' "$(run 4 $eva)" '{"success":true,"result":{},"links":null,"errors":[]}
200'
expect 'deleted' "$(run 1 | grep -c $eva)" 0
for n in 1 2 3 4; do
    expect "a wrong key, command $n" "$(run $n $eva wrong | tail -n 1)" 401
done

# ---------------------------------------------------- another profile, and headers

me=$url/mediapocket/api/v2/user/profile
session=$(session Dee)
expect 'X-API-KEY' "$(curl -H "X-API-KEY: $session" "$me")" "$(direct mediapocket GET /api/v2/user/profile "$session")"
expect 'terms' "$(curl -H "X-API-KEY: $session" "$me/terms")" '{"ok":"Terms agreed"}
200'
expect 'POST' "$(curl -H "X-API-KEY: $session" -H 'Content-Type: application/json' -d '{"email_notifications":"false"}' "$me/email_notifications")" '{"email_notifications":false}
200'
expect 'no key' "$(curl "$me" | tail -n 1)" 401
expect 'HEAD' "$(curl -I -H "X-API-KEY: $session" "$me" | tr -d '\r' | grep -E '^(HTTP|Content-Type)')" "$(printf 'HTTP/1.0 200 OK\nContent-Type: application/json')"
expect '405 with Allow' "$(curl -i -X PUT -H "X-API-KEY: $session" "$me" | tr -d '\r' | grep -E '^(HTTP|Allow)')" "$(printf 'HTTP/1.0 405 Method Not Allowed\nAllow: GET')"
expect 'an unknown path' "$(curl -H "X-API-KEY: $session" "$url/nowhere" | tail -n 1)" 404
expect 'a path with ..' "$(curl --path-as-is -H "X-API-KEY: $session" "$me/../profile" | tail -n 1)" 404
expect 'an encoded NUL' "$(curl -H "X-API-KEY: $session" "$me%00" | tail -n 1)" 400
expect 'a path beyond ASCII' "$(curl -H "X-API-KEY: $session" "$url/mediapocket/ü" | tail -n 1)" 404
expect 'a body that is not UTF-8' "$(printf '{"email_notifications":"\377"}' | curl -H "X-API-KEY: $session" --data-binary @- "$me/email_notifications" | tail -n 1)" 400
expect 'a body that is too long' "$(awk 'BEGIN { for (i = 0; i < 1000001; i++) printf " " }' | curl -H 'Expect:' -H "X-API-KEY: $session" --data-binary @- "$me/email_notifications" | tail -n 1)" 413
expect 'and it still answers' "$(curl -H "X-API-KEY: $session" "$me/email_notifications")" '{"email_notifications":false}
200'

# ------------------------------------------------------------------------ ends

if [ -r /proc/net/tcp ]; then
    hex=$(printf %04X "${url##*:}")
    expect 'on 127.0.0.1 alone' "$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port=":$hex" '$4 == "0A" && index($2, port) { print $2 }')" "0100007F:$hex"
fi
expect 'no error in the log' "$(grep -c -E 'Traceback|Error' "$scratch/log")" 0
kill "$server"
wait "$server" 2>/dev/null
server=

echo "$((count - bad)) passed, $bad failed"
[ $bad = 0 ]
