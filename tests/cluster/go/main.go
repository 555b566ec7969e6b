// An application that is itself a node of a cluster: `app USHERAUTO FOLDER ADDRESS` starts the first
// one, in an empty folder, and does what the README shows. It prints what it was answered.
package main

/*
#cgo LDFLAGS: -lsqlite3
#include <sqlite3.h>
#include <stdlib.h>

static int load(const char *library) {
	sqlite3 *db = NULL;
	int rc = sqlite3_open(":memory:", &db);
	rc = rc == SQLITE_OK ? sqlite3_enable_load_extension(db, 1) : rc;
	rc = rc == SQLITE_OK ? sqlite3_load_extension(db, library, NULL, NULL) : rc;
	sqlite3_close(db);
	return rc;
}
*/
import "C"

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/canonical/go-dqlite/app"
	"golang.org/x/crypto/argon2"
)

func must(err error) {
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

// Argon2id at what the account wants, in this goroutine and not in the node's loop.
func hash(password string, salt []byte, memory, passes uint32) string {
	key := argon2.IDKey([]byte(password), salt, passes, memory, 1, 32)
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=1$%s$%s", memory, passes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// What usher has for somebody, compared in constant time.
func isRight(password, phc string) bool {
	part := strings.Split(phc, "$")
	if len(part) != 6 {
		return false
	}
	var memory, passes, lanes uint32
	fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes)
	salt, _ := base64.RawStdEncoding.DecodeString(part[4])
	return subtle.ConstantTimeCompare([]byte(hash(password, salt, memory, passes)), []byte(phc)) == 1
}

// One answer, whatever the reason.
var refused = errors.New("no such address, or another password")

// The application looks, and makes the session. Whom nobody knows takes as long as a wrong password:
// there is a hash for them, too, made once.
func signIn(db *sql.DB, email, password, nobody string) (string, error) {
	user, phc := "", nobody
	err := db.QueryRow(`SELECT u.id, p.hash FROM users AS u JOIN usher_password AS p ON p.user_id = u.id
		WHERE u.email = ? AND u.status = 'active'`, email).Scan(&user, &phc)
	if err != nil && err != sql.ErrNoRows {
		return "", err
	}
	if !isRight(password, phc) || user == "" {
		return "", refused
	}
	session := base64.RawURLEncoding.EncodeToString(random(32))
	_, err = db.Exec("INSERT INTO usher(call, args) VALUES ('session_create', json_array(?, json_object('token', ?)))", user, session)
	return session, err
}

func random(size int) []byte {
	bytes := make([]byte, size)
	_, err := rand.Read(bytes)
	must(err)
	return bytes
}

func main() {
	ctx := context.Background()
	if C.load(C.CString(os.Args[1])) != C.SQLITE_OK {
		fmt.Println("error:", os.Args[1])
		os.Exit(1)
	}
	node, err := app.New(os.Args[2], app.WithAddress(os.Args[3]))
	must(err)
	must(node.Ready(ctx))
	db, err := node.Open(ctx, "app.db")
	must(err)
	story(ctx, db)
	must(db.Close())
	must(node.Close())
}

func story(ctx context.Context, db *sql.DB) {
	// What writes is executed; set up, and upgrade, in a transaction.
	tx, err := db.BeginTx(ctx, nil)
	must(err)
	var created string
	must(tx.QueryRow("SELECT usher_init() ->> 'created'").Scan(&created))
	must(tx.Commit())
	fmt.Println("created", created == "1")

	// A result that is needed: a query, in a transaction.
	var token string
	tx, err = db.BeginTx(ctx, nil)
	must(err)
	must(tx.QueryRow("SELECT invite_create(?, ?)", "ann@example.com", "owner").Scan(&token))
	must(tx.Commit())
	fmt.Println("token", len(token))

	// Or supply what you need to know, and execute.
	id := "0d000000-0000-7000-8000-00000000000a"
	_, err = db.Exec("INSERT INTO usher(call, args) VALUES ('invite_accept', json_array(?, json_object('id', ?)))", token, id)
	must(err)

	// The password is hashed here.
	var memory, passes uint32
	must(db.QueryRow("SELECT setting('passwords.memory'), setting('passwords.passes')").Scan(&memory, &passes))
	_, err = db.Exec("INSERT INTO usher(call, args) VALUES ('password_import', json_array(?, ?))",
		id, hash("correct horse battery", random(16), memory, passes))
	must(err)

	// Signing in.
	nobody := hash(string(random(16)), random(16), memory, passes)
	session, err := signIn(db, "ann@example.com", "correct horse battery", nobody)
	must(err)
	_, wrong := signIn(db, "ann@example.com", "wrong", nobody)
	_, unknown := signIn(db, "eve@example.com", "wrong", nobody)
	fmt.Println("signed in", len(session), wrong == refused, unknown == refused)

	// A request: one connection, authenticated by a statement that writes, which keeps the time of use.
	request, err := db.Conn(ctx)
	must(err)
	var name, actor string
	_, err = request.ExecContext(ctx, "INSERT INTO usher(call, args) VALUES ('authenticate', json_array(?))", session)
	must(err)
	must(request.QueryRowContext(ctx, "SELECT actor()").Scan(&actor))
	fmt.Println("actor", actor == id)
	_, err = request.ExecContext(ctx, "UPDATE users SET name = ? WHERE id = actor()", "Ann Archer")
	must(err)
	must(request.QueryRowContext(ctx, "SELECT name FROM users").Scan(&name))
	fmt.Println("name", name)
	_, err = request.ExecContext(ctx, "INSERT INTO usher(call, args) VALUES ('authenticate', '[null]')")
	must(err)
	must(request.QueryRowContext(ctx, "SELECT actor()").Scan(&actor))
	fmt.Println("then", actor)
	must(request.Close())

	// What a node would lose is refused.
	_, err = db.Query("SELECT invite_create('bob@example.com', 'user')")
	fmt.Println("refused", err != nil)
}
