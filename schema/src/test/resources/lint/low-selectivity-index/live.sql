INSERT INTO tasks
SELECT n, n % 2 = 0, NULL, CASE WHEN n % 100 = 0 THEN 'late' ELSE 'closed' END, n % 4,
       CASE WHEN n % 20 = 0 THEN 'error ' || n END, 'kind ' || n % 500
  FROM generate_series(1, 20000) AS n;
ANALYZE tasks;
