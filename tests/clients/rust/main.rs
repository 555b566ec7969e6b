// The steps: see python/steps.py.
use rusqlite::types::{Value, ValueRef};
use rusqlite::{params_from_iter, Connection, LoadExtensionGuard, Result};
use std::collections::HashMap;

fn connect() -> Result<Connection> {
    let db = Connection::open("app.db")?;
    unsafe {
        let _guard = LoadExtensionGuard::new(&db)?;
        db.load_extension("dist/usher", None)?;
    }
    Ok(db)
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

fn value(kind: &str, text: &str, saved: &HashMap<String, String>) -> Value {
    match kind {
        "int" => Value::Integer(text.parse().unwrap()),
        "real" => Value::Real(text.parse().unwrap()),
        "text" => Value::Text(text.to_string()),
        "blob" => Value::Blob(bytes(text)),
        "saved" => saved.get(text).map_or(Value::Null, |text| Value::Text(text.clone())),
        _ => Value::Null,
    }
}

fn show(value: ValueRef) -> String {
    match value {
        ValueRef::Null => "NULL".to_string(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
    }
}

fn run(db: &Connection, sql: &str, values: Vec<Value>) -> Result<Vec<Vec<String>>> {
    let mut statement = db.prepare(sql)?;
    let columns = statement.column_count();
    let mut result = statement.query(params_from_iter(values))?;
    let mut rows = Vec::new();
    while let Some(row) = result.next()? {
        rows.push((0..columns).map(|i| row.get_ref(i).map(show)).collect::<Result<_>>()?);
    }
    Ok(rows)
}

fn message(error: rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message,
        other => other.to_string(),
    }
}

fn main() -> std::io::Result<()> {
    println!("{}\t{}", std::env::var("VERSION").unwrap_or_default(), rusqlite::version());
    let (mut connections, mut saved) = (HashMap::new(), HashMap::new());
    let text = std::fs::read_to_string("steps.txt")?;
    let text = text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    for block in text.trim().split("\n\n") {
        let mut lines = block.lines();
        let (name, sql) = (lines.next().unwrap(), lines.next().unwrap());
        let (mut on, mut save, mut values) = ("main", None, Vec::new());
        for (kind, text) in lines.map(|line| line.split_once(' ').unwrap_or((line, ""))) {
            match kind {
                "on" => on = text,
                "save" => save = Some(text),
                _ => values.push(value(kind, text, &saved)),
            }
        }
        println!("> {name}");
        let db = connections.entry(on.to_string()).or_insert_with(|| connect().expect("no connection"));
        match run(db, sql, values) {
            Err(error) => println!("error: {}", message(error)),
            Ok(rows) => {
                for row in rows {
                    if let Some(save) = save {
                        saved.insert(save.to_string(), row[0].clone());
                    }
                    println!("{}", if save.is_some() { "saved".to_string() } else { row.join("|") });
                }
            }
        }
    }
    Ok(())
}
