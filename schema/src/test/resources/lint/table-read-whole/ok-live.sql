INSERT INTO users SELECT n, 'name ' || n FROM generate_series(1, 20000) AS n;
INSERT INTO flags VALUES (1, 'on');
ANALYZE;
DO $$
BEGIN
    FOR n IN 1..60 LOOP
        PERFORM FROM users WHERE id = n;
        PERFORM FROM flags WHERE name = 'on';
    END LOOP;
END $$;
