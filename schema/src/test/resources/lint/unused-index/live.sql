INSERT INTO users SELECT n, 'name ' || n, '1970-01-01'::date + n::int FROM generate_series(1, 20000) AS n;
ANALYZE users;
SELECT id FROM users WHERE name = 'name 77';
