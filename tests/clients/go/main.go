// The steps: see python/steps.py.
package main

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/mattn/go-sqlite3"
)

var (
	pool        *sql.DB
	connections = map[string]*sql.Conn{}
	saved       = map[string]any{}
)

func init() {
	// Every connection that the pool opens loads it.
	sql.Register("sqlite3_usher", &sqlite3.SQLiteDriver{Extensions: []string{"dist/usher"}})
}

func connect(name string) (*sql.Conn, error) {
	if connections[name] == nil {
		// Who acts, and a lock, belong to one connection: take it out of the pool.
		db, err := pool.Conn(context.Background())
		if err != nil {
			return nil, err
		}
		connections[name] = db
	}
	return connections[name], nil
}

func value(kind, text string) any {
	switch kind {
	case "int":
		number, _ := strconv.ParseInt(text, 10, 64)
		return number
	case "real":
		number, _ := strconv.ParseFloat(text, 64)
		return number
	case "text":
		return text
	case "blob":
		bytes, _ := hex.DecodeString(text)
		return bytes
	case "saved":
		return saved[text]
	}
	return nil
}

func run(name, text string, values []any) ([][]any, error) {
	db, err := connect(name)
	if err != nil {
		return nil, err
	}
	result, err := db.QueryContext(context.Background(), text, values...)
	if err != nil {
		return nil, err
	}
	defer result.Close()
	columns, err := result.Columns()
	if err != nil {
		return nil, err
	}
	var rows [][]any
	for result.Next() {
		row, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			places[i] = &row[i]
		}
		if err := result.Scan(places...); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, result.Err()
}

func show(row []any) string {
	cells := make([]string, len(row))
	for i, cell := range row {
		switch cell := cell.(type) {
		case nil:
			cells[i] = "NULL"
		case []byte:
			cells[i] = string(cell)
		default:
			cells[i] = fmt.Sprint(cell)
		}
	}
	return strings.Join(cells, "|")
}

func step(name, text string, rest []string) {
	on, save, values := "main", "", []any{}
	for _, line := range rest {
		kind, after, _ := strings.Cut(line, " ")
		switch kind {
		case "on":
			on = after
		case "save":
			save = after
		default:
			values = append(values, value(kind, after))
		}
	}
	fmt.Println(">", name)
	rows, err := run(on, text, values)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	for _, row := range rows {
		if save != "" {
			saved[save] = row[0]
			fmt.Println("saved")
		} else {
			fmt.Println(show(row))
		}
	}
}

func main() {
	version, _, _ := sqlite3.Version()
	fmt.Printf("%s\t%s\n", os.Getenv("VERSION"), version)
	text, err := os.ReadFile("steps.txt")
	if err != nil {
		panic(err)
	}
	pool, err = sql.Open("sqlite3_usher", "app.db")
	if err != nil {
		panic(err)
	}
	steps := regexp.MustCompile(`(?m)^#.*\n`).ReplaceAllString(string(text), "")
	for _, block := range strings.Split(strings.TrimSpace(steps), "\n\n") {
		lines := strings.Split(block, "\n")
		step(lines[0], lines[1], lines[2:])
	}
}
