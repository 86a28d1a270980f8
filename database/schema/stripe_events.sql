CREATE TABLE tally.stripe_events (
    id text PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 255),
    seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
    type text NOT NULL CHECK (length(type) BETWEEN 1 AND 255),
    subject text CHECK (subject ~ '^(customer|subscription|payment|invoice):.'),
    customer_id text,
    api_version text,
    payload jsonb,
    status text NOT NULL CHECK (status IN ('waiting', 'applied', 'failed', 'ignored', 'skipped')),
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error text CHECK (length(last_error) BETWEEN 1 AND 2000),
    retry_at timestamptz,
    occurred_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    CHECK ((status IN ('applied', 'ignored', 'skipped')) = (settled_at IS NOT NULL)),
    CHECK (status = 'waiting' OR retry_at IS NULL),
    CHECK (subject IS NOT NULL OR status = 'ignored')
);
COMMENT ON TABLE tally.stripe_events IS
    'The inbox: what Stripe said has happened, stored before it is answered. What an event says is not believed, only what it is about';
COMMENT ON COLUMN tally.stripe_events.seq IS
    'From the same sequence as the numbers of fetches: a fetch of a higher number saw what the event is about';
COMMENT ON COLUMN tally.stripe_events.subject IS
    'The object that is fetched to apply it, as kind:id; null: none that is mirrored';
COMMENT ON COLUMN tally.stripe_events.customer_id IS 'Whom of Stripe''s customers it is about';
COMMENT ON COLUMN tally.stripe_events.payload IS
    'As received; null once it was erased with the user whom it was about';
COMMENT ON COLUMN tally.stripe_events.status IS
    'failed: tried so often that nobody tries again until it is replayed; skipped: by a person''s decision';
COMMENT ON COLUMN tally.stripe_events.retry_at IS 'When it is tried again after it failed';
COMMENT ON COLUMN tally.stripe_events.occurred_at IS 'Stripe''s time';

CREATE INDEX stripe_events_open_idx ON tally.stripe_events (subject, seq)
    WHERE status IN ('waiting', 'failed');
COMMENT ON INDEX tally.stripe_events_open_idx IS
    'Serves settling: the events of one subject that a fetch has covered; and what is open, for metrics and tally stripe events';

CREATE INDEX stripe_events_subject_idx ON tally.stripe_events (subject, seq)
    WHERE subject IS NOT NULL;
COMMENT ON INDEX tally.stripe_events_subject_idx IS 'Serves tally stripe events --subject';

CREATE INDEX stripe_events_customer_id_idx ON tally.stripe_events (customer_id)
    WHERE customer_id IS NOT NULL AND payload IS NOT NULL;
COMMENT ON INDEX tally.stripe_events_customer_id_idx IS
    'Serves the job that erases what is said of deleted users';
