-- The PostgreSQL schema that holds every table of Tallystick, so that it can share a database with
-- the product it keeps the books of. Functions that tables use stand here too.
CREATE SCHEMA IF NOT EXISTS tally;
COMMENT ON SCHEMA tally IS 'Tallystick, the account book of an AI product';

CREATE FUNCTION tally.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% refuses %: its rows are never changed, only added', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION tally.refuse_change() IS
    'For triggers of append-only tables: refuses UPDATE, DELETE and TRUNCATE';
