CREATE TABLE tally.reconciliation_differences (
    reconciliation_id uuid NOT NULL,
    list text NOT NULL,
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
    field text NOT NULL CHECK (length(field) BETWEEN 1 AND 60),
    status text NOT NULL CHECK (status IN ('suspected', 'found', 'repaired', 'note')),
    user_id uuid REFERENCES tally.users (id),
    stripe text CHECK (length(stripe) <= 1000),
    ours text CHECK (length(ours) <= 1000),
    amount bigint,
    currency text,
    credits numeric(20,6),
    found_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (reconciliation_id, subject, field),
    FOREIGN KEY (reconciliation_id, list)
        REFERENCES tally.reconciliation_lists (reconciliation_id, list)
);
COMMENT ON TABLE tally.reconciliation_differences IS
    'What a comparison found: one field of one object that is not as Stripe has it';
COMMENT ON COLUMN tally.reconciliation_differences.list IS 'Where it was found first';
COMMENT ON COLUMN tally.reconciliation_differences.subject IS 'The object, as kind:id';
COMMENT ON COLUMN tally.reconciliation_differences.status IS
    'suspected: seen once, and perhaps only a webhook on its way; note: no difference, but worth a look by a person';
COMMENT ON COLUMN tally.reconciliation_differences.stripe IS 'As Stripe has it; null: not there';
COMMENT ON COLUMN tally.reconciliation_differences.ours IS 'As the database had it; null: not there';
COMMENT ON COLUMN tally.reconciliation_differences.amount IS
    'Money that Stripe holds beyond what the database says, in the smallest unit of the currency';
COMMENT ON COLUMN tally.reconciliation_differences.credits IS
    'Credits: what Stripe''s state gives minus what was given';

CREATE INDEX reconciliation_differences_user_id_idx
    ON tally.reconciliation_differences (user_id) WHERE user_id IS NOT NULL;
COMMENT ON INDEX tally.reconciliation_differences_user_id_idx IS
    'Serves the foreign key, and the export of a user';

CREATE INDEX reconciliation_differences_list_idx
    ON tally.reconciliation_differences (reconciliation_id, list);
COMMENT ON INDEX tally.reconciliation_differences_list_idx IS
    'Serves what a list still has to be looked at for, and its counts';

CREATE INDEX reconciliation_differences_status_idx
    ON tally.reconciliation_differences (status, reconciliation_id)
    WHERE status IN ('found', 'repaired');
COMMENT ON INDEX tally.reconciliation_differences_status_idx IS
    'Serves metrics, which do not ask for notes';
