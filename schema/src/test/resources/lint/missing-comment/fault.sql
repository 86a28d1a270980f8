CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE users (id bigint PRIMARY KEY, mood mood);
CREATE VIEW glad AS SELECT id FROM users WHERE mood = 'glad';
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n';
