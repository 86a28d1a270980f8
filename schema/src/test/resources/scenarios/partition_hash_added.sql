A new hash partitioned table with four partitions and a key.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
--- rows
INSERT INTO app.users VALUES (1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
CREATE TABLE app.kv (user_id int REFERENCES app.users ON DELETE CASCADE, k text, v jsonb, PRIMARY KEY (user_id, k)) PARTITION BY HASH (user_id);
CREATE TABLE app.kv_0 PARTITION OF app.kv FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE app.kv_1 PARTITION OF app.kv FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE app.kv_2 PARTITION OF app.kv FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE TABLE app.kv_3 PARTITION OF app.kv FOR VALUES WITH (MODULUS 4, REMAINDER 3);
--- keeps
SELECT id FROM app.users;
--- plan
PARTITION BY HASH
