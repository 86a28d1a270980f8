A table without a key gets one on a column that is already unique and not null. The index is built concurrently first.
--- old
CREATE SCHEMA app;
CREATE TABLE app.countries (code char(2) NOT NULL, name text);
--- rows
INSERT INTO app.countries VALUES ('PT', 'Portugal'), ('DE', 'Germany');
--- new
CREATE SCHEMA app;
CREATE TABLE app.countries (code char(2) NOT NULL, name text, PRIMARY KEY (code));
--- keeps
SELECT code, name FROM app.countries ORDER BY code;
--- plan
CREATE UNIQUE INDEX CONCURRENTLY
PRIMARY KEY USING INDEX
