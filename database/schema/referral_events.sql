CREATE TABLE tally.referral_events (
    referrer_id uuid NOT NULL,
    referred_id uuid NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT now(),
    from_status text,
    to_status text NOT NULL,
    reason text,
    note text CHECK (length(note) BETWEEN 1 AND 500),
    actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 100),
    PRIMARY KEY (referrer_id, referred_id, id),
    FOREIGN KEY (referrer_id, referred_id) REFERENCES tally.referrals (referrer_id, referred_id)
);
COMMENT ON TABLE tally.referral_events IS
    'The history of referrals: a row for each step of a life, written by the statement that takes it';
COMMENT ON COLUMN tally.referral_events.from_status IS 'Null: it began';
COMMENT ON COLUMN tally.referral_events.reason IS 'As in referrals';
COMMENT ON COLUMN tally.referral_events.note IS 'What support wrote to itself; not for the two sides. It goes when one of them is deleted';
COMMENT ON COLUMN tally.referral_events.actor IS 'As in audit_log';

CREATE FUNCTION tally.referral_event_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF ROW(NEW.referrer_id, NEW.referred_id, NEW.id, NEW.at, NEW.from_status, NEW.to_status,
            NEW.reason, NEW.actor)
            IS NOT DISTINCT FROM
            ROW(OLD.referrer_id, OLD.referred_id, OLD.id, OLD.at, OLD.from_status, OLD.to_status,
            OLD.reason, OLD.actor)
        AND NEW.note IS NULL
        AND EXISTS (SELECT FROM tally.users
                     WHERE id IN (OLD.referrer_id, OLD.referred_id) AND status = 'deleted')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'referral_events refuses UPDATE: its rows are never changed, only added'
        USING ERRCODE = 'restrict_violation';
END
$$;
COMMENT ON FUNCTION tally.referral_event_changed() IS
    'Refuses every change but one: a note may go when one of the two users is deleted';

CREATE TRIGGER referral_events_append_only
    BEFORE UPDATE ON tally.referral_events
    FOR EACH ROW EXECUTE FUNCTION tally.referral_event_changed();
CREATE TRIGGER referral_events_no_delete
    BEFORE DELETE ON tally.referral_events
    FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();
CREATE TRIGGER referral_events_no_truncate
    BEFORE TRUNCATE ON tally.referral_events
    FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();
