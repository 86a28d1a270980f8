INSERT INTO users SELECT n, 'name ' || n FROM generate_series(1, 20000) AS n;
ANALYZE users;
DO $$
BEGIN
    FOR n IN 1..60 LOOP
        PERFORM FROM users WHERE name = 'name ' || n;
    END LOOP;
END $$;
