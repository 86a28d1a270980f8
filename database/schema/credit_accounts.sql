CREATE TABLE tally.credit_accounts (
    user_id uuid PRIMARY KEY REFERENCES tally.users (id),
    debt numeric(20,6) NOT NULL DEFAULT 0 CHECK (debt >= 0),
    held numeric(20,6) NOT NULL DEFAULT 0 CHECK (held >= 0),
    is_closed boolean NOT NULL DEFAULT false,
    short_below numeric(20,6) CHECK (short_below >= 0)
) WITH (fillfactor = 70);
COMMENT ON TABLE tally.credit_accounts IS
    'The row that is locked while credits of a user move; there is one from the user''s first moment';
COMMENT ON COLUMN tally.credit_accounts.debt IS 'Credits spent beyond all grants';
COMMENT ON COLUMN tally.credit_accounts.held IS 'Credits set aside for calls under way';
COMMENT ON COLUMN tally.credit_accounts.is_closed IS
    'The user was deleted: no credits are given any more, and calls are charged without their bodies';
COMMENT ON COLUMN tally.credit_accounts.short_below IS
    'A charge after which fewer credits than this are available is noted as a shortfall; null: nobody buys any then';
