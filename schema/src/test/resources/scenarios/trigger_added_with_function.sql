A trigger that keeps a time of change is added with its function. Existing rows are not touched.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text, updated_at timestamptz);
--- rows
INSERT INTO app.users VALUES (1, 'Ada', '2024-01-01 00:00:00+00');
--- new
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text, updated_at timestamptz);
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER users_touch BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.touch();
--- keeps
SELECT id, name, updated_at FROM app.users;
--- plan
CREATE TRIGGER
