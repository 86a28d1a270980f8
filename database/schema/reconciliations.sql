CREATE TABLE tally.reconciliations (
    id uuid PRIMARY KEY,
    is_repair boolean NOT NULL,
    since timestamptz,
    status text NOT NULL CHECK (status IN ('running', 'done', 'abandoned')),
    missed_events bigint NOT NULL DEFAULT 0 CHECK (missed_events >= 0),
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CHECK ((status = 'running') = (finished_at IS NULL))
);
COMMENT ON TABLE tally.reconciliations IS 'Comparisons of Stripe with the database, each resumable';
COMMENT ON COLUMN tally.reconciliations.since IS
    'Only what Stripe made from then on was compared; null: everything';
COMMENT ON COLUMN tally.reconciliations.missed_events IS
    'Events that Stripe lists and that never arrived';

CREATE UNIQUE INDEX reconciliations_running_key ON tally.reconciliations (status)
    WHERE status = 'running';
COMMENT ON INDEX tally.reconciliations_running_key IS
    'One at a time; serves going on with one that was stopped';
