# The steps: see python/steps.py.
suppressMessages({
    library(DBI)
    library(RSQLite)
})

connect <- function() {
    db <- dbConnect(SQLite(), "app.db", loadable.extensions = TRUE, bigint = "character")
    dbGetQuery(db, "SELECT load_extension('dist/usher')")
    db
}

run <- function(db, sql, values) {
    result <- suppressWarnings(dbSendQuery(db, sql))
    on.exit(dbClearResult(result))
    if (length(values)) dbBind(result, values)
    if (nrow(dbColumnInfo(result))) suppressWarnings(dbFetch(result)) else data.frame()
}

bytes <- function(hex) list(as.raw(strtoi(substring(hex, seq(1, nchar(hex), 2), seq(2, nchar(hex), 2)), 16)))
saved <- list()
value <- list(
    int = function(text) if (abs(as.numeric(text)) < 2^31) as.integer(text) else as.numeric(text),
    real = as.numeric, text = identity, null = function(text) NA, blob = bytes,
    saved = function(name) saved[[name]]
)

sqlite <- dbGetQuery(dbConnect(SQLite(), ":memory:"), "SELECT sqlite_version()")
cat(as.character(packageVersion("RSQLite")), "\t", sqlite[1, 1], "\n", sep = "")
connections <- list()
text <- sub("^#[^\n]*(\n#[^\n]*)*\n+", "", paste(readLines("steps.txt", encoding = "UTF-8"), collapse = "\n"))
for (block in strsplit(text, "\n\n")[[1]]) {
    lines <- strsplit(block, "\n")[[1]]
    kinds <- sub(" .*", "", lines[-(1:2)])
    texts <- sub("^[^ ]* ?", "", lines[-(1:2)])
    name <- c(texts[kinds == "on"], "main")[1]
    save <- texts[kinds == "save"]
    bound <- which(!kinds %in% c("on", "save"))
    values <- lapply(bound, function(i) value[[kinds[i]]](texts[i]))
    cat("> ", lines[1], "\n", sep = "")
    tryCatch({
        if (is.null(connections[[name]])) connections[[name]] <- connect()
        rows <- run(connections[[name]], lines[2], values)
        if (length(save)) saved[[save]] <- rows[1, 1]
        for (i in seq_len(nrow(rows))) {
            cells <- vapply(rows[i, , drop = FALSE], function(cell) if (is.na(cell)) "NULL" else format(cell, scientific = FALSE), "")
            cat(if (length(save)) "saved" else paste(cells, collapse = "|"), "\n", sep = "")
        }
    }, error = function(error) cat("error: ", conditionMessage(error), "\n", sep = ""))
}
