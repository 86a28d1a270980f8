CREATE TABLE tally.reconciliation_differences (
    reconciliation_id uuid NOT NULL REFERENCES tally.reconciliations (id),
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
    field text NOT NULL CHECK (length(field) BETWEEN 1 AND 60),
    user_id uuid REFERENCES tally.users (id),
    stripe text CHECK (length(stripe) <= 1000),
    ours text CHECK (length(ours) <= 1000),
    amount bigint,
    currency text,
    credits numeric(20,6),
    is_repaired boolean NOT NULL DEFAULT false,
    found_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (reconciliation_id, subject, field)
);
COMMENT ON TABLE tally.reconciliation_differences IS
    'What a comparison found: one field of one object that is not as Stripe has it';
COMMENT ON COLUMN tally.reconciliation_differences.subject IS 'The object, as kind:id';
COMMENT ON COLUMN tally.reconciliation_differences.stripe IS 'As Stripe has it; null: not there';
COMMENT ON COLUMN tally.reconciliation_differences.ours IS 'As the database had it; null: not there';
COMMENT ON COLUMN tally.reconciliation_differences.amount IS
    'Money: Stripe''s minus ours, in the smallest unit of the currency';
COMMENT ON COLUMN tally.reconciliation_differences.credits IS
    'Credits: what Stripe''s state gives minus what was given';

CREATE INDEX reconciliation_differences_user_id_idx
    ON tally.reconciliation_differences (user_id) WHERE user_id IS NOT NULL;
COMMENT ON INDEX tally.reconciliation_differences_user_id_idx IS
    'Serves the foreign key, and the export of a user';
