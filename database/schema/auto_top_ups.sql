CREATE TABLE tally.auto_top_ups (
    user_id uuid PRIMARY KEY REFERENCES tally.credit_accounts (user_id),
    is_enabled boolean NOT NULL,
    below numeric(20,6) NOT NULL CHECK (below >= 0),
    pack text NOT NULL CHECK (length(pack) BETWEEN 1 AND 60),
    monthly_amount_max bigint NOT NULL CHECK (monthly_amount_max > 0),
    disabled_reason text CHECK (length(disabled_reason) BETWEEN 1 AND 200),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (NOT is_enabled OR disabled_reason IS NULL)
);
COMMENT ON TABLE tally.auto_top_ups IS 'Who wants credits bought when they run short';
COMMENT ON COLUMN tally.auto_top_ups.below IS
    'Credits are bought when fewer than this are available; while enabled also in credit_accounts.short_below';
COMMENT ON COLUMN tally.auto_top_ups.pack IS 'Which pack is bought, as often as it takes';
COMMENT ON COLUMN tally.auto_top_ups.monthly_amount_max IS
    'No more than this in a calendar month (UTC), in the smallest unit of the pack''s currency';
COMMENT ON COLUMN tally.auto_top_ups.disabled_reason IS 'Why it was switched off, if the user did not';
