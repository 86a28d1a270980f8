A table gets a key on two columns that may be null so far. They become NOT NULL without a blocking scan, then the key comes.
--- old
CREATE SCHEMA app;
CREATE TABLE app.memberships (team_id int, user_id int, role text);
--- rows
INSERT INTO app.memberships VALUES (1, 1, 'admin'), (1, 2, 'member');
--- new
CREATE SCHEMA app;
CREATE TABLE app.memberships (team_id int, user_id int, role text, PRIMARY KEY (team_id, user_id));
--- keeps
SELECT team_id, user_id, role FROM app.memberships ORDER BY user_id;
--- after
SELECT count(*) = 2 FROM pg_attribute WHERE attrelid = 'app.memberships'::regclass AND attnotnull AND attnum > 0;
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
