CREATE TYPE mood AS ENUM ('glad', 'sad');
COMMENT ON TYPE mood IS 'How a user feels';
CREATE TABLE users (id bigint PRIMARY KEY, mood mood);
COMMENT ON TABLE users IS 'Who is here';
CREATE VIEW glad AS SELECT id FROM users WHERE mood = 'glad';
COMMENT ON VIEW glad IS 'Who is glad';
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n';
COMMENT ON FUNCTION twice(int) IS 'Two of them';
