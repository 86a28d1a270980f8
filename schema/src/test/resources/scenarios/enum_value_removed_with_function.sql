A label goes from an enum that a function takes and returns. The function rests on the old type and is made again.
--- old
CREATE SCHEMA app;
CREATE TYPE app.tier AS ENUM ('bronze', 'silver', 'tin');
CREATE TABLE app.users (id int PRIMARY KEY, tier app.tier);
CREATE FUNCTION app.better(t app.tier) RETURNS app.tier LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN t = 'bronze' THEN 'silver' ELSE t END $$;
GRANT EXECUTE ON FUNCTION app.better(app.tier) TO app_reader;
--- rows
INSERT INTO app.users VALUES (1, 'bronze'), (2, 'silver');
--- new
CREATE SCHEMA app;
CREATE TYPE app.tier AS ENUM ('bronze', 'silver');
CREATE TABLE app.users (id int PRIMARY KEY, tier app.tier);
CREATE FUNCTION app.better(t app.tier) RETURNS app.tier LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN t = 'bronze' THEN 'silver' ELSE t END $$;
GRANT EXECUTE ON FUNCTION app.better(app.tier) TO app_reader;
--- keeps
SELECT id, tier, app.better(tier) FROM app.users ORDER BY id;
--- after
SELECT app.better('bronze') = 'silver';
