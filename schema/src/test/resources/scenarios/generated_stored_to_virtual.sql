A stored generated column becomes a virtual one with the same expression. It has to be dropped and added, and reads the same.
--- old
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, a bigint NOT NULL, b bigint NOT NULL, total bigint GENERATED ALWAYS AS (a + b) STORED);
COMMENT ON COLUMN app.usage.total IS 'both';
--- rows
INSERT INTO app.usage (id, a, b) VALUES (1, 10, 20), (2, 5, 0);
--- new
CREATE SCHEMA app;
CREATE TABLE app.usage (id int PRIMARY KEY, a bigint NOT NULL, b bigint NOT NULL, total bigint GENERATED ALWAYS AS (a + b) VIRTUAL);
COMMENT ON COLUMN app.usage.total IS 'both';
--- keeps
SELECT id, a, b, total FROM app.usage ORDER BY id;
--- allow
column app.usage.total = computed, nothing is lost
--- needs
18
