-- How many arguments each function takes, and the flags by which SQLite says where it may be called.
INSERT INTO usher VALUES ('usher_init', NULL);
SELECT call, (SELECT group_concat(narg, ' ') FROM (SELECT DISTINCT narg FROM pragma_function_list WHERE name = call ORDER BY narg)) AS takes, (SELECT group_concat(DISTINCT flags) FROM pragma_function_list WHERE name = call) AS flags FROM usher ORDER BY call;
