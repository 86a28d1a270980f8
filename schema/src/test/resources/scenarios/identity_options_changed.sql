The step and the cache of an identity column change. The counter goes on where it was.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL);
--- rows
INSERT INTO app.users (email) VALUES ('a@example.org'), ('b@example.org');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY (INCREMENT BY 10 CACHE 20) PRIMARY KEY, email text NOT NULL);
--- keeps
SELECT id, email FROM app.users ORDER BY id;
SELECT last_value FROM app.users_id_seq;
--- after
SELECT seqincrement = 10 AND seqcache = 20 FROM pg_sequence WHERE seqrelid = 'app.users_id_seq'::regclass;
--- never
DROP COLUMN
