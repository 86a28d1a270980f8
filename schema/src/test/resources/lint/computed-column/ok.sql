CREATE TABLE users (
    id bigint PRIMARY KEY,
    first text,
    last text,
    email text,
    changed_at timestamptz,
    seen integer,
    total numeric,
    paid numeric,
    state text,
    full_name text GENERATED ALWAYS AS (first || ' ' || last) STORED,
    CHECK ((state = 'closed') = (paid IS NULL)),
    CHECK (total >= paid),
    CHECK (total = paid OR state = 'open'),
    CHECK (state IN (first, last))
);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := now();
    RETURN NEW;
END $$;
CREATE FUNCTION tidy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.email := lower(NEW.email);
    RETURN NEW;
END $$;
CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.seen := OLD.seen + NEW.id;
    RETURN NEW;
END $$;
CREATE FUNCTION first_value() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.total := NEW.paid * 2;
    RETURN NEW;
END $$;
CREATE FUNCTION sometimes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.paid > 0 THEN
        NEW.total := NEW.paid * 2;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER b BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION tidy();
CREATE TRIGGER c BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION count_up();
CREATE TRIGGER d BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION first_value();
CREATE TRIGGER e BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION sometimes();
CREATE TRIGGER f BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW WHEN (NEW.state = 'open') EXECUTE FUNCTION first_value();
