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
COMMENT ON COLUMN tally.referral_events.note IS 'What support wrote to itself; not for the two sides';
COMMENT ON COLUMN tally.referral_events.actor IS 'As in audit_log';

CREATE TRIGGER referral_events_append_only
    BEFORE DELETE OR UPDATE ON tally.referral_events
    FOR EACH ROW EXECUTE FUNCTION tally.refuse_change();
CREATE TRIGGER referral_events_no_truncate
    BEFORE TRUNCATE ON tally.referral_events
    FOR EACH STATEMENT EXECUTE FUNCTION tally.refuse_change();
