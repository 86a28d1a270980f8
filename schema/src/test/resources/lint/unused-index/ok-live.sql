INSERT INTO teams VALUES (1), (2);
INSERT INTO users
SELECT n, 1 + n % 2, 'mail ' || n, 'name ' || n FROM generate_series(1, 20000) AS n;
ANALYZE;
