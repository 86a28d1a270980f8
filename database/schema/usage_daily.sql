CREATE TABLE tally.usage_daily (
    user_id uuid NOT NULL REFERENCES tally.credit_accounts (user_id),
    day date NOT NULL,
    model text NOT NULL,
    messages bigint NOT NULL CHECK (messages >= 0),
    unpriced_messages bigint NOT NULL CHECK (unpriced_messages >= 0),
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cache_read_tokens bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    reasoning_tokens bigint NOT NULL,
    audio_tokens bigint NOT NULL,
    total_tokens bigint GENERATED ALWAYS AS (
        input_tokens + output_tokens + cache_read_tokens + cache_write_tokens + reasoning_tokens
            + audio_tokens
    ) STORED,
    cost numeric NOT NULL,
    credits numeric(20,6) NOT NULL,
    PRIMARY KEY (user_id, day, model)
) WITH (fillfactor = 70);
COMMENT ON TABLE tally.usage_daily IS
    'Sums of messages by user, UTC day and model, kept in the messages'' own transactions';
COMMENT ON COLUMN tally.usage_daily.cache_write_tokens IS 'Five-minute and one-hour writes together';

CREATE INDEX usage_daily_day_idx ON tally.usage_daily (day);
COMMENT ON INDEX tally.usage_daily_day_idx IS
    'Serves GET /v1/usage?from=&to= over all users: a day narrows it, and is no hot column';
