CREATE TABLE stripe_payments (id text PRIMARY KEY, amount bigint, updated_at timestamptz);
CREATE TABLE users (id bigint PRIMARY KEY, stripe_status text, name text);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END $$;
CREATE FUNCTION tidy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.stripe_status = 'gone' THEN
        NEW.name := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a BEFORE UPDATE ON stripe_payments FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER b BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION tidy();
