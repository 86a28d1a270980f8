CREATE TABLE stripe_payments (id text PRIMARY KEY, amount bigint, received_at timestamptz);
CREATE TABLE users (id bigint PRIMARY KEY, stripe_status text, name text);
CREATE FUNCTION cents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.amount = 0 THEN
        NEW.amount := 1;
    END IF;
    NEW.received_at := now();
    RETURN NEW;
END $$;
CREATE FUNCTION known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.stripe_status := coalesce(NEW.stripe_status, 'active');
    RETURN NEW;
END $$;
CREATE TRIGGER stripe_payments_cents BEFORE INSERT ON stripe_payments
    FOR EACH ROW EXECUTE FUNCTION cents();
CREATE TRIGGER users_known BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION known();
