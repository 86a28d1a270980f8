INSERT INTO teams VALUES (1), (2);
INSERT INTO tasks
SELECT n, 1 + n % 2, n % 2 = 0, (n % 12 + 1)::text::day, 'status ' || n, 'note ' || n,
       ARRAY['a, "b"', (n % 12)::text]
  FROM generate_series(1, 20000) AS n;
ANALYZE tasks;
