CREATE SCHEMA app;
CREATE TABLE app.lines (
    id bigint PRIMARY KEY,
    quantity integer NOT NULL,
    price numeric NOT NULL,
    total numeric,
    name text NOT NULL,
    slug text
);
COMMENT ON TABLE app.lines IS 'What is on an order';

CREATE FUNCTION app.compute_line() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.total := NEW.quantity * NEW.price;
    NEW.slug = lower(NEW.name);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION app.compute_line() IS 'Keeps what follows';

-- On every write.
CREATE TRIGGER lines_compute
    BEFORE INSERT OR UPDATE ON app.lines
    FOR EACH ROW EXECUTE FUNCTION app.compute_line();
COMMENT ON TRIGGER lines_compute ON app.lines IS 'Keeps what follows';

CREATE TABLE app.after (id bigint PRIMARY KEY);
