CREATE TABLE tally.top_ups (
    user_id uuid NOT NULL REFERENCES tally.credit_accounts (user_id),
    id uuid NOT NULL,
    status text NOT NULL
        CHECK (status IN ('noticed', 'paying', 'paid', 'declined', 'capped', 'recovered', 'canceled')),
    available numeric(20,6) NOT NULL,
    pack text CHECK (length(pack) BETWEEN 1 AND 60),
    packs integer CHECK (packs > 0),
    credits numeric(20,6) CHECK (credits > 0),
    amount bigint CHECK (amount > 0),
    currency text CHECK (currency ~ '^[a-z]{3}$'),
    payment_id text UNIQUE,
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    declines integer NOT NULL DEFAULT 0 CHECK (declines >= 0),
    decline_code text CHECK (length(decline_code) BETWEEN 1 AND 200),
    last_error text CHECK (length(last_error) BETWEEN 1 AND 2000),
    retry_at timestamptz NOT NULL,
    noticed_at timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz,
    settled_at timestamptz,
    PRIMARY KEY (user_id, id),
    CHECK (num_nonnulls(pack, packs, credits, amount, currency, decided_at) IN (0, 6)),
    CHECK (status NOT IN ('paying', 'paid', 'declined') OR pack IS NOT NULL),
    CHECK (payment_id IS NULL OR pack IS NOT NULL),
    CHECK ((status IN ('noticed', 'paying')) = (settled_at IS NULL))
);
COMMENT ON TABLE tally.top_ups IS
    'Shortfalls of credits, and what was bought for each: one payment a row, whose id is Stripe''s idempotency key';
COMMENT ON COLUMN tally.top_ups.status IS
    'noticed: nothing was asked of Stripe yet; capped: the month''s amount is used up; recovered: credits came from elsewhere; canceled: switched off before it was paid';
COMMENT ON COLUMN tally.top_ups.available IS 'What was available when the shortfall was noticed; negative in debt';
COMMENT ON COLUMN tally.top_ups.packs IS 'How many are bought at once, so that debt is covered too';
COMMENT ON COLUMN tally.top_ups.amount IS 'What they cost, in the smallest unit of the currency';
COMMENT ON COLUMN tally.top_ups.payment_id IS
    'Stripe''s payment intent; noted before it is confirmed, so that nothing is paid twice';
COMMENT ON COLUMN tally.top_ups.attempts IS 'How often it was worked on';
COMMENT ON COLUMN tally.top_ups.declines IS 'How often the card was declined';
COMMENT ON COLUMN tally.top_ups.decline_code IS 'Why it was declined last, in Stripe''s word';
COMMENT ON COLUMN tally.top_ups.last_error IS 'What else was in the way last';
COMMENT ON COLUMN tally.top_ups.retry_at IS 'Not worked on before';
COMMENT ON COLUMN tally.top_ups.decided_at IS 'When it was decided how much is bought; it counts to that month';

CREATE UNIQUE INDEX top_ups_open_key ON tally.top_ups (user_id)
    WHERE status IN ('noticed', 'paying');
COMMENT ON INDEX tally.top_ups_open_key IS
    'One shortfall of a user at a time, however many calls notice it; serves the job that works on them';

CREATE INDEX top_ups_decided_idx ON tally.top_ups (user_id, decided_at)
    WHERE decided_at IS NOT NULL;
COMMENT ON INDEX tally.top_ups_decided_idx IS 'Serves the sum of what was bought within a month';
