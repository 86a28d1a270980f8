The type of a column changes while a view, an index, a check and a foreign key rest on it. The view is made again with its comment and grants; the rest is still there.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, ref int NOT NULL UNIQUE CHECK (ref > 0), email text);
CREATE TABLE app.orders (id int PRIMARY KEY, user_ref int REFERENCES app.users (ref));
CREATE INDEX users_ref_email_idx ON app.users (ref, email) WHERE ref > 100;
CREATE VIEW app.refs AS SELECT u.ref, count(o.id) AS orders FROM app.users u LEFT JOIN app.orders o ON o.user_ref = u.ref GROUP BY u.ref;
COMMENT ON VIEW app.refs IS 'orders by reference';
COMMENT ON COLUMN app.refs.orders IS 'how many';
GRANT SELECT ON app.refs TO app_reader;
--- rows
INSERT INTO app.users VALUES (1, 7, 'a@example.org'), (2, 700, 'b@example.org');
INSERT INTO app.orders VALUES (1, 7), (2, 7), (3, 700);
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, ref bigint NOT NULL UNIQUE CHECK (ref > 0), email text);
CREATE TABLE app.orders (id int PRIMARY KEY, user_ref bigint REFERENCES app.users (ref));
CREATE INDEX users_ref_email_idx ON app.users (ref, email) WHERE ref > 100;
CREATE VIEW app.refs AS SELECT u.ref, count(o.id) AS orders FROM app.users u LEFT JOIN app.orders o ON o.user_ref = u.ref GROUP BY u.ref;
COMMENT ON VIEW app.refs IS 'orders by reference';
COMMENT ON COLUMN app.refs.orders IS 'how many';
GRANT SELECT ON app.refs TO app_reader;
--- keeps
SELECT ref, orders FROM app.refs ORDER BY ref;
SELECT id, user_ref FROM app.orders ORDER BY id;
--- after
SELECT obj_description('app.refs'::regclass) = 'orders by reference';
SELECT has_table_privilege('app_reader', 'app.refs', 'SELECT');
--- never
DROP TABLE
CASCADE
